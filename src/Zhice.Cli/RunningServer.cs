using System.Net.Sockets;
using System.Text.Json;
using Zhice.Web.Visits;
using static Zhice.Cli.Tongue;

namespace Zhice.Cli;

/// <summary>The server that works in the data folder, reached through its door (<see cref="ConsoleDoor"/>).</summary>
internal static class RunningServer
{
    /// <summary>A client of the server; refused where another process holds the folder and has no door.</summary>
    internal static HttpClient Open(Home home)
    {
        var door = ConsoleDoor.PathIn(home.Folder);
        if (door is null || !File.Exists(door))
            throw new RefusedException(Say($"{home.Folder} 正被另一个知策进程使用，请稍后再试。", $"{home.Folder} is in use by another Zhice process; try again later."));
        return new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancel) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                try
                {
                    await socket.ConnectAsync(new UnixDomainSocketEndPoint(door), cancel).ConfigureAwait(false);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
        })
        { BaseAddress = new Uri("http://localhost"), Timeout = TimeSpan.FromMinutes(6) };
    }

    /// <summary>Sends a file; the answer, or the end of the verb where nobody answers.</summary>
    internal static async Task<HttpResponseMessage> Send(HttpClient server, string address, HttpContent body)
    {
        try
        {
            return await server.PostAsync(address, body).ConfigureAwait(false);
        }
        catch (HttpRequestException)
        {
            throw new RefusedException(Say("另一个知策进程占用着数据目录，但没有应答。", "Another Zhice process holds the data folder, and does not answer."));
        }
    }

    /// <summary>The sentences of a refusal (problem details), one a line.</summary>
    internal static async Task<string> Refusal(HttpResponseMessage answer)
    {
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync().ConfigureAwait(false));
        return string.Join('\n', problem.RootElement.GetProperty("defects").EnumerateArray().Select(d => d.GetProperty("message").GetString()));
    }
}
