using System.Diagnostics;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Zhice.Bench;

/// <summary>Groonga beside the record store, where its program is installed: one process over a pipe, a table with an index of bigrams with positions.</summary>
internal sealed class GroongaEngine : IDisposable
{
    static readonly JsonSerializerOptions json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    readonly Process process;

    GroongaEngine(Process process) => this.process = process;

    /// <summary>Opens a new database in a folder; null where Groonga is not installed.</summary>
    internal static GroongaEngine? Open(string folder)
    {
        try
        {
            var start = new ProcessStartInfo("groonga", ["-n", Path.Combine(folder, "groonga.db")]) { RedirectStandardInput = true, RedirectStandardOutput = true, StandardInputEncoding = new System.Text.UTF8Encoding(false) };
            var engine = new GroongaEngine(Process.Start(start)!);
            engine.Ask("table_create Rows TABLE_HASH_KEY Int32");
            engine.Ask("column_create Rows day COLUMN_SCALAR Int32");
            engine.Ask("column_create Rows text COLUMN_SCALAR LongText");
            engine.Ask("table_create Words TABLE_PAT_KEY ShortText --default_tokenizer TokenBigram --normalizer NormalizerAuto");
            engine.Ask("column_create Words rows_text COLUMN_INDEX|WITH_POSITION Rows text");
            return engine;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    /// <summary>Loads rows; the index follows with each.</summary>
    internal void Load(IEnumerable<(int Id, DateOnly Day, string Text)> rows)
    {
        foreach (var part in rows.Chunk(1000))
        {
            process.StandardInput.Write("load --table Rows\n");
            process.StandardInput.Write(JsonSerializer.Serialize(part.Select(r => new { _key = r.Id, day = r.Day.DayNumber, text = r.Text }), json));
            process.StandardInput.Write('\n');
            Answer();
        }
    }

    /// <summary>How many rows hold both words; besides, the first twenty are written out as asked.</summary>
    internal long Count((string First, string Second) words, string more = "--limit 0")
    {
        var filter = JsonSerializer.Serialize($"text @ {JsonSerializer.Serialize(words.First, json)} && text @ {JsonSerializer.Serialize(words.Second, json)}", json);
        using var answer = Ask($"select Rows --filter {filter} {more}");
        return answer.RootElement[1][0][0][0].GetInt64();
    }

    JsonDocument Ask(string command)
    {
        process.StandardInput.Write(command + "\n");
        return Answer();
    }

    JsonDocument Answer()
    {
        process.StandardInput.Flush();
        var answer = JsonDocument.Parse(process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("Groonga ended."));
        return answer.RootElement[0][0].GetInt32() == 0 ? answer : throw new InvalidOperationException($"Groonga: {string.Create(CultureInfo.InvariantCulture, $"{answer.RootElement[0]}")}");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }
}
