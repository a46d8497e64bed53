Console.WriteLine("zhice");
