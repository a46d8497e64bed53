using System.Runtime.InteropServices;
using Org.BouncyCastle.Crypto.Digests;

namespace Zhice.Data.Storage;

/// <summary>SM3 (GB/T 32905—2016) fed piece by piece: by the machine's libcrypto where it has SM3, else by the managed implementation.</summary>
public abstract class Sm3 : IDisposable
{
    /// <summary>Bytes of a digest.</summary>
    public const int Length = 32;

    /// <summary>True when the machine's libcrypto computes it, which is about two and a half times as fast.</summary>
    public static bool IsNative => NativeSm3.Library is not null;

    /// <summary>Begins a digest.</summary>
    public static Sm3 Begin() => NativeSm3.Library is { } library ? new NativeSm3(library) : new ManagedSm3();

    /// <summary>Begins a digest that does not use libcrypto.</summary>
    internal static Sm3 BeginManaged() => new ManagedSm3();

    /// <summary>Feeds <paramref name="count"/> bytes from the buffer's beginning.</summary>
    public abstract void Append(byte[] buffer, int count);

    /// <summary>The digest, <see cref="Length"/> bytes. Nothing is fed afterwards.</summary>
    /// <exception cref="InvalidOperationException">libcrypto failed: there is no digest.</exception>
    public abstract byte[] Finish();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what is held outside the collector's reach.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }

    sealed class ManagedSm3 : Sm3
    {
        readonly SM3Digest digest = new();

        public override void Append(byte[] buffer, int count) => digest.BlockUpdate(buffer, 0, count);

        public override byte[] Finish()
        {
            var result = new byte[Length];
            digest.DoFinal(result, 0);
            return result;
        }
    }

    /// <summary>The EVP interface of OpenSSL 1.1.1 and 3.</summary>
    sealed class NativeSm3 : Sm3
    {
        internal static readonly Evp? Library = Evp.Load();

        readonly Evp evp;
        IntPtr context;

        internal NativeSm3(Evp evp)
        {
            this.evp = evp;
            context = evp.New();
            if (context == IntPtr.Zero || evp.Init(context, evp.Algorithm(), IntPtr.Zero) != 1) throw Failed("EVP_DigestInit_ex");
        }

        ~NativeSm3() => Dispose(disposing: false);

        public override void Append(byte[] buffer, int count)
        {
            ArgumentNullException.ThrowIfNull(buffer);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(count, buffer.Length);
            if (evp.Update(context, buffer, count) != 1) throw Failed("EVP_DigestUpdate");
        }

        public override byte[] Finish()
        {
            var result = new byte[64]; // EVP_MAX_MD_SIZE
            return evp.Final(context, result, out var length) == 1 && length == Length ? result[..Length] : throw Failed("EVP_DigestFinal_ex");
        }

        protected override void Dispose(bool disposing)
        {
            var held = Interlocked.Exchange(ref context, IntPtr.Zero);
            if (held != IntPtr.Zero) evp.Free(held);
            base.Dispose(disposing);
        }

        static InvalidOperationException Failed(string function) => new($"libcrypto: {function} failed; the file has no SM3 digest.");
    }

    sealed record Evp(New New, Free Free, Algorithm Algorithm, Init Init, Update Update, Final Final)
    {
        static readonly string[] Names = ["libcrypto.so.3", "libcrypto.so.1.1", "libcrypto.so", "libcrypto"];

        /// <summary>Null where there is no libcrypto, or one without SM3 (a build with no-sm3).</summary>
        internal static Evp? Load()
        {
            foreach (var name in Names)
                if (NativeLibrary.TryLoad(name, out var library) && Bind(library) is { } bound) return bound;
            return null;
        }

        static Evp? Bind(IntPtr library)
        {
            try
            {
                var bound = new Evp(Get<New>(library, "EVP_MD_CTX_new"), Get<Free>(library, "EVP_MD_CTX_free"), Get<Algorithm>(library, "EVP_sm3"),
                    Get<Init>(library, "EVP_DigestInit_ex"), Get<Update>(library, "EVP_DigestUpdate"), Get<Final>(library, "EVP_DigestFinal_ex"));
                return bound.Algorithm() == IntPtr.Zero ? null : bound;
            }
            catch (EntryPointNotFoundException)
            {
                return null;
            }
        }

        static T Get<T>(IntPtr library, string name) where T : Delegate => Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(library, name));
    }

    delegate IntPtr New();
    delegate void Free(IntPtr context);
    delegate IntPtr Algorithm();
    delegate int Init(IntPtr context, IntPtr algorithm, IntPtr engine);
    delegate int Update(IntPtr context, [In] byte[] data, nint count);
    delegate int Final(IntPtr context, [Out] byte[] digest, out uint length);
}
