using System.Buffers.Binary;
using System.Text;

namespace Zhice.Web.Ui.Drawings;

/// <summary>Writes a drawing as an enhanced metafile (MS-EMF): what word processors of all ages show, beside SVG for those that know it.</summary>
/// <remarks>Ten units of the file are one of the drawing. Words are placed by widths of our own, so that they stand as on the page whatever font is there.</remarks>
public static class Emf
{
    const int Scale = 10, HeaderSize = 88;
    const uint Header = 1, Polygon = 3, Polyline = 4, WindowExtent = 9, WindowOrigin = 10, ViewportExtent = 11, ViewportOrigin = 12, EndOfFile = 14, MapMode = 17, BackMode = 18, TextAlign = 22, TextColour = 24,
        Select = 37, CreatePen = 38, CreateBrush = 39, Delete = 40, Ellipse = 42, Rectangle = 43, CreateFont = 82, TextOut = 84;
    const uint NullBrush = 0x80000005, NullPen = 0x80000008, Baseline = 24, Anisotropic = 8, Transparent = 1;

    /// <summary>The file.</summary>
    /// <param name="drawing">What is drawn.</param>
    /// <param name="millimetres">Width that it is meant for.</param>
    public static byte[] Write(Drawing drawing, int millimetres)
    {
        ArgumentNullException.ThrowIfNull(drawing);
        var (width, height) = (drawing.Width * Scale, drawing.Height * Scale);
        var records = new Records();
        records.Add(MapMode, Anisotropic);
        records.Add(WindowOrigin, 0, 0);
        records.Add(WindowExtent, (uint)width, (uint)height);
        records.Add(ViewportOrigin, 0, 0);
        records.Add(ViewportExtent, (uint)width, (uint)height);
        records.Add(BackMode, Transparent);
        records.Add(TextAlign, Baseline);
        foreach (var shape in drawing.Shapes) Draw(records, shape);
        records.Add(EndOfFile, 0, 16, 20);
        return records.File(width, height, millimetres * 100, (int)((long)millimetres * 100 * height / width));
    }

    static void Draw(Records records, Shape shape)
    {
        switch (shape)
        {
            case BoxShape box:
                records.Filled(box.Fill, box.Line, 1, () => records.Add(Rectangle, [.. Bounds(box.X, box.Y, box.X + box.Width, box.Y + box.Height)]));
                break;
            case DiscShape disc:
                records.Filled(disc.Fill, disc.Line, 1, () => records.Add(Ellipse, [.. Bounds(disc.X - disc.Radius, disc.Y - disc.Radius, disc.X + disc.Radius, disc.Y + disc.Radius)]));
                break;
            case PathShape path when path.Points.Count > 1:
                var bounds = Bounds(path.Points.Min(p => p.X), path.Points.Min(p => p.Y), path.Points.Max(p => p.X), path.Points.Max(p => p.Y));
                // Metafiles of this age know nothing that shines through: a filled plane is lightened instead.
                records.Filled(path.Fill is null ? null : Ink.Mix(path.Fill, Ink.White, 0.25), path.Line, path.Thickness,
                    () => records.Add(path.Fill is null ? Polyline : Polygon, [.. bounds, (uint)path.Points.Count, .. path.Points.SelectMany(p => new[] { U(p.X), U(p.Y) })]), path.Dashed);
                break;
            case WordsShape words when words.Words.Length > 0:
                records.Words(words);
                break;
        }
    }

    static uint[] Bounds(double left, double top, double right, double bottom) => [U(left), U(top), U(right), U(bottom)];

    static uint U(double value) => unchecked((uint)(int)Math.Round(value * Scale));

    static uint Colour(string colour) => (uint)(Ink.Value(colour, 1) | Ink.Value(colour, 3) << 8 | Ink.Value(colour, 5) << 16);

    sealed class Records
    {
        readonly List<byte> bytes = [];
        uint count = 1; // the header
        (double Size, bool Strong)? font;

        internal void Add(uint kind, params ReadOnlySpan<uint> values)
        {
            Put(kind);
            Put((uint)(8 + 4 * values.Length));
            foreach (var value in values) Put(value);
            count++;
        }

        internal void Filled(string? fill, string? line, double thickness, Action draw, bool dashed = false)
        {
            if (fill is null) Add(Select, NullBrush);
            else
            {
                Add(CreateBrush, 1, 0, Colour(fill), 0);
                Add(Select, 1);
            }
            if (line is null) Add(Select, NullPen);
            else
            {
                Add(CreatePen, 2, dashed ? 1u : 0, U(thickness), 0, Colour(line));
                Add(Select, 2);
            }
            draw();
            Add(Select, NullBrush);
            Add(Select, NullPen);
            if (fill is not null) Add(Delete, 1);
            if (line is not null) Add(Delete, 2);
        }

        internal void Words(WordsShape words)
        {
            if (font != (words.Size, words.Strong)) Font(words.Size, words.Strong);
            Add(TextColour, Colour(words.Colour));
            var wide = Drawing.WidthOf(words.Words, words.Size);
            var left = words.Anchor switch { Anchor.Middle => words.X - wide / 2, Anchor.End => words.X - wide, _ => words.X };
            var letters = Encoding.Unicode.GetBytes(words.Words);
            var padded = (letters.Length + 3) & ~3;
            Put(TextOut);
            Put((uint)(76 + padded + 4 * words.Words.Length));
            foreach (var bound in Bounds(left, words.Y - words.Size, left + wide, words.Y + words.Size * 0.3)) Put(bound);
            Put(2); // GM_ADVANCED: the two scales that follow mean nothing
            Put(BitConverter.SingleToUInt32Bits(1));
            Put(BitConverter.SingleToUInt32Bits(1));
            Put(U(left));
            Put(U(words.Y));
            Put((uint)words.Words.Length);
            Put(76);
            Put(0);
            for (var i = 0; i < 4; i++) Put(0);
            Put((uint)(76 + padded));
            bytes.AddRange(letters);
            for (var i = letters.Length; i < padded; i++) bytes.Add(0);
            foreach (var letter in words.Words) Put(U(Drawing.WidthOf(letter.ToString(), words.Size)));
            count++;
        }

        void Font(double size, bool strong)
        {
            var face = new byte[320];
            BinaryPrimitives.WriteInt32LittleEndian(face, -(int)Math.Round(size * Scale)); // below zero: height of the characters themselves
            BinaryPrimitives.WriteInt32LittleEndian(face.AsSpan(16), strong ? 600 : 400);
            face[23] = 134; // GB2312_CHARSET
            Encoding.Unicode.GetBytes("宋体", face.AsSpan(28));
            if (font is not null) Add(Select, 0x8000000D); // SYSTEM_FONT, so that the other may go
            if (font is not null) Add(Delete, 3);
            Put(CreateFont);
            Put((uint)(12 + face.Length));
            Put(3);
            bytes.AddRange(face);
            count++;
            Add(Select, 3);
            font = (size, strong);
        }

        internal byte[] File(int width, int height, int frameWidth, int frameHeight)
        {
            var body = bytes.ToArray();
            var head = new byte[HeaderSize];
            uint[] values =
            [
                Header, HeaderSize, 0, 0, (uint)width - 1, (uint)height - 1, 0, 0, (uint)frameWidth, (uint)frameHeight, 0x464D4520, 0x10000, (uint)(HeaderSize + body.Length), count, 4, 0, 0, 0,
                (uint)width, (uint)height, (uint)frameWidth / 100, (uint)frameHeight / 100,
            ];
            for (var i = 0; i < values.Length; i++) BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(i * 4), values[i]);
            return [.. head, .. body];
        }

        void Put(uint value)
        {
            Span<byte> four = stackalloc byte[4];
            BinaryPrimitives.WriteUInt32LittleEndian(four, value);
            bytes.AddRange(four);
        }
    }
}
