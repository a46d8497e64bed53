using Zhice.Policy.Readers.Geometry;

namespace Zhice.Policy.Readers.Pdf;

/// <summary>Follows the drawing operators of a content stream (ISO 32000-1, 8.5) and keeps level and upright lines.</summary>
internal sealed class PdfDrawing(PdfObjects objects, PageSpace space, List<Ruling> rulings)
{
    const double Thin = 3;
    const double Short = 6;
    const int MaxRulings = 30_000;
    const int MaxForms = 6;

    readonly List<(double X, double Y)> path = [];
    readonly List<(int From, bool IsBox)> subpaths = [];
    int steps;

    internal void Draw(byte[] content, Dictionary<string, object?> owner, Matrix matrix, int depth)
    {
        var lexer = new PdfLexer(content, 0);
        var saved = new Stack<Matrix>();
        var numbers = new List<double>();
        PdfName? name = null;
        while (lexer.Next() is { } token && ++steps < 4_000_000 && rulings.Count < MaxRulings)
        {
            if (token is double number) { if (numbers.Count < 16) numbers.Add(number); continue; }
            if (token is PdfName operand) { name = operand; continue; }
            if (token is not PdfWord word) continue;
            switch (word.Value)
            {
                case "q": if (saved.Count < 256) saved.Push(matrix); break;
                case "Q": if (saved.TryPop(out var back)) matrix = back; break;
                case "cm" when numbers.Count >= 6: matrix = MatrixOf(numbers).Then(matrix); break;
                case "m" when numbers.Count >= 2: Begin(matrix.Map(numbers[0], numbers[1]), false); break;
                case "l" when numbers.Count >= 2: path.Add(matrix.Map(numbers[0], numbers[1])); break;
                case "c" or "v" or "y": path.Add((double.NaN, double.NaN)); break; // a curve is no border, and parts what it stands between
                case "h": Close(); break;
                case "re" when numbers.Count >= 4: Box(numbers, matrix); break;
                case "S": Stroke(); break;
                case "s": Close(); Stroke(); break;
                case "B" or "B*" or "b" or "b*": Fill(); Stroke(); break;
                case "f" or "F" or "f*": Fill(); Clear(); break;
                case "n": Clear(); break;
                case "BI": SkipImage(ref lexer, content); break;
                case "Do" when name is not null && depth < MaxForms: Form(name.Value, owner, matrix, depth); break;
            }
            numbers.Clear();
            name = null;
        }
    }

    static Matrix MatrixOf(List<double> n) => new(n[0], n[1], n[2], n[3], n[4], n[5]);

    void Begin((double, double) point, bool isBox)
    {
        subpaths.Add((path.Count, isBox));
        path.Add(point);
    }

    void Close()
    {
        if (subpaths.Count > 0 && path.Count > subpaths[^1].From) path.Add(path[subpaths[^1].From]);
    }

    void Box(List<double> n, Matrix matrix)
    {
        Begin(matrix.Map(n[0], n[1]), true);
        path.Add(matrix.Map(n[0] + n[2], n[1]));
        path.Add(matrix.Map(n[0] + n[2], n[1] + n[3]));
        path.Add(matrix.Map(n[0], n[1] + n[3]));
        Close();
    }

    void Clear()
    {
        path.Clear();
        subpaths.Clear();
    }

    void Stroke()
    {
        for (var s = 0; s < subpaths.Count; s++)
        {
            var end = s + 1 < subpaths.Count ? subpaths[s + 1].From : path.Count;
            for (var i = subpaths[s].From; i + 1 < end; i++) Add(space.Show(path[i]), space.Show(path[i + 1]));
        }
        Clear();
    }

    /// <summary>A filled shape that is thin is a line; a wide one is shading.</summary>
    void Fill()
    {
        for (var s = 0; s < subpaths.Count; s++)
        {
            var end = s + 1 < subpaths.Count ? subpaths[s + 1].From : path.Count;
            var points = path[subpaths[s].From..end].ConvertAll(space.Show);
            if (points.Exists(point => double.IsNaN(point.X)) || points.Count < 2) continue;
            var (left, right) = (points.Min(point => point.X), points.Max(point => point.X));
            var (top, bottom) = (points.Min(point => point.Y), points.Max(point => point.Y));
            if (bottom - top <= Thin && right - left >= Short) rulings.Add(new Ruling(true, (top + bottom) / 2, left, right));
            else if (right - left <= Thin && bottom - top >= Short) rulings.Add(new Ruling(false, (left + right) / 2, top, bottom));
        }
    }

    void Add((double X, double Y) a, (double X, double Y) b)
    {
        if (Math.Abs(a.Y - b.Y) < 1 && Math.Abs(a.X - b.X) >= 1) rulings.Add(new Ruling(true, (a.Y + b.Y) / 2, Math.Min(a.X, b.X), Math.Max(a.X, b.X)));
        else if (Math.Abs(a.X - b.X) < 1 && Math.Abs(a.Y - b.Y) >= 1) rulings.Add(new Ruling(false, (a.X + b.X) / 2, Math.Min(a.Y, b.Y), Math.Max(a.Y, b.Y)));
    }

    static void SkipImage(ref PdfLexer lexer, byte[] content)
    {
        var at = lexer.At;
        while (at + 3 < content.Length)
        {
            var found = content.AsSpan(at).IndexOf("EI"u8);
            if (found < 0) break;
            at += found + 2;
            if (at - 3 >= 0 && content[at - 3] is 10 or 13 or 32 && (at >= content.Length || content[at] is 10 or 13 or 32)) { lexer.At = at; return; }
        }
        lexer.At = content.Length;
    }

    void Form(string name, Dictionary<string, object?> owner, Matrix matrix, int depth)
    {
        var forms = objects.Dictionary(objects.Dictionary(owner.GetValueOrDefault("Resources"))?.GetValueOrDefault("XObject"));
        var pointer = forms?.GetValueOrDefault(name);
        if (objects.Dictionary(pointer)?.GetValueOrDefault("Subtype") is not PdfName { Value: "Form" } || objects.StreamOf(pointer) is not { } form) return;
        if (objects.Resolve(form.Dictionary.GetValueOrDefault("Matrix")) is List<object?> { Count: 6 } own && own.TrueForAll(value => value is double))
            matrix = MatrixOf(own.ConvertAll(value => (double)value!)).Then(matrix);
        if (!form.Dictionary.ContainsKey("Resources")) form.Dictionary["Resources"] = owner.GetValueOrDefault("Resources");
        Draw(form.Content, form.Dictionary, matrix, depth + 1);
    }
}
