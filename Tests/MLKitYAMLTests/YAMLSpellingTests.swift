import MLKitYAML
import Testing

@Suite struct YAMLSpellingTests {
    @Test(arguments: [
        ("a: 'x'\n", "# new\na: x # c\nb: 1\n", "# new\na: 'x' # c\nb: 1\n"),
        ("a:   x\nb: \"y\"\n", "a: x\nb: z\n", "a:   x\nb: z\n"),
        ("l: [1, 2]\n", "l:\n  - 1\n  - 2\nk: 1\n", "l: [1, 2]\nk: 1\n"),
        ("l:\n  - 1\n  - 2\n", "l: [1, 2]\nk: 1\n", "l:\n  - 1\n  - 2\nk: 1\n"),
        ("a: {y: 1, x: 'b'}\n", "a: {x: b, y: 1}\n", "a: {y: 1, x: 'b'}\n"),
        ("a:\n  x: 'b' # mine\n  y: 1\n", "a:\n  # theirs\n  x: b\n  y: 2\n", "a:\n  # theirs\n  x: 'b'\n  y: 2\n"),
        ("a: {x: 1}\n", "a:\n  # why\n  x: 1 # and\n  # this\n", "a:\n  # why\n  x: 1 # and\n  # this\n"),
        ("a: &x 1\nb: *x\n", "a: 1\nb: 1\n", "a: 1\nb: 1\n"),
        ("a: a, b\n", "{a: 'a, b'}\n", "{a: 'a, b'}\n"),
        ("a: [\n", "a: 1\n", "a: 1\n"),
        ("t: |\n  one\n  two\n", "t: \"one\\ntwo\\n\"\nz: 1\n", "t: |\n  one\n  two\nz: 1\n"),
        ("m:\n  - {a: 1}\n  - 'c'\n", "m:\n  - a: 1\n  - c\n  - d\n", "m:\n  - {a: 1}\n  - 'c'\n  - d\n"),
    ])
    func takesTheUsersText(_ user: String, _ rendering: String, _ expected: String) {
        let result = YAMLSpelling.adopt(from: Array(user.utf8), into: Array(rendering.utf8))
        #expect(String(decoding: result, as: UTF8.self) == expected)
    }
}
