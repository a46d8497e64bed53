using Zhice.Policy.Readers.Geometry;

namespace Zhice.Policy.Readers.Pdf;

/// <summary>Follows the drawing operators of a content stream (ISO 32000-1, 8.5) and keeps level and upright lines.</summary>
internal sealed class PdfDrawing(PdfObjects objects, PageSpace space, List<Ruling> rulings, PdfDrawing.Budget budget)
{
    const int MaxForms = 6;

    /// <summary>Steps left for all pages together, so that a file made to draw without end stops.</summary>
    internal sealed class Budget
    {
        internal int Left { get; set; } = 20_000_000;
    }

    readonly PagePath path = new(rulings);

    internal void Draw(byte[] content, Dictionary<string, object?> owner, Matrix matrix, int depth)
    {
        var lexer = new PdfLexer(content, 0);
        var saved = new Stack<Matrix>();
        var numbers = new List<double>();
        PdfName? name = null;
        while (lexer.Next() is { } token && --budget.Left > 0 && !path.IsFull)
        {
            if (token is double number) { if (numbers.Count < 16) numbers.Add(number); continue; }
            if (token is PdfName operand) { name = operand; continue; }
            if (token is not PdfWord word) continue;
            switch (word.Value)
            {
                case "q": if (saved.Count < 256) saved.Push(matrix); break;
                case "Q": if (saved.TryPop(out var back)) matrix = back; break;
                case "cm" when numbers.Count >= 6: matrix = MatrixOf(numbers).Then(matrix); break;
                case "m" when numbers.Count >= 2: path.MoveTo(Show(matrix, numbers[0], numbers[1])); break;
                case "l" when numbers.Count >= 2: path.LineTo(Show(matrix, numbers[0], numbers[1])); break;
                case "c" or "v" or "y": path.CurveTo(); break;
                case "h": path.Close(); break;
                case "re" when numbers.Count >= 4: Box(numbers, matrix); break;
                case "S": path.Stroke(); break;
                case "s": path.Close(); path.Stroke(); break;
                case "B" or "B*" or "b" or "b*": path.Fill(); path.Stroke(); break;
                case "f" or "F" or "f*": path.Fill(); path.Clear(); break;
                case "n": path.Clear(); break;
                case "BI": SkipImage(ref lexer, content); break;
                case "Do" when name is not null && depth < MaxForms: Form(name.Value, owner, matrix, depth); break;
            }
            numbers.Clear();
            name = null;
        }
    }

    static Matrix MatrixOf(List<double> n) => new(n[0], n[1], n[2], n[3], n[4], n[5]);

    (double, double) Show(Matrix matrix, double x, double y) => space.Show(matrix.Map(x, y));

    void Box(List<double> n, Matrix matrix)
    {
        path.MoveTo(Show(matrix, n[0], n[1]));
        path.LineTo(Show(matrix, n[0] + n[2], n[1]));
        path.LineTo(Show(matrix, n[0] + n[2], n[1] + n[3]));
        path.LineTo(Show(matrix, n[0], n[1] + n[3]));
        path.Close();
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
