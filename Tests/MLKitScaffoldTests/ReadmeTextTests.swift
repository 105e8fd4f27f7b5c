import Testing

@testable import MLKitScaffold

/// What a README is taken to say of its project.
@Suite struct ReadmeTextTests {
    private func read(_ text: String) -> [String?] {
        let readme = Readme(path: "README.md", text: text)
        return [readme.title, readme.summary]
    }

    private static let words = "Tells who leaves next."

    @Test(arguments: [
        ("# A\n\nTells who leaves next.", ["A", words]), ("#\n\n# B\n\nTells who leaves next.", ["B", words]),
        ("Tells who leaves next.", [nil, words]), ("Tells who leaves.", [nil, nil]),
        ("# A\n\nTells who leaves.\n\nTells who leaves next.", ["A", words]),
        ("A\n===\n\nTells who leaves next.", ["A", words]), ("A\n==\n\nTells who leaves next.", [nil, words]),
        ("A\n---\nTells who leaves next.", ["A", words]),
        ("A\n=-=\n\nTells who leaves next.", [nil, words]),
        ("<h1></h1>\n<H1 x=y>B &amp; C</H1>\n\nTells who leaves next.", ["B & C", words]),
        // What stands behind a second heading is of something else; two lines are one paragraph.
        ("# A\n## B\nTells who leaves next.", ["A", words]), ("# A\nTells\nwho leaves next.\n", ["A", words]),
        ("# A\nsoon\n## B\nTells who leaves next.", ["A", nil]),
        ("# A\n```\nTells who leaves soon.\n```\nTells who leaves next.", ["A", words]), ("~~~\n# A\n~~~\n# B", ["B", nil]),
        ("# A\n- Tells who leaves next.\n* x\n1\n\nTells who leaves next.", ["A", words]),
        ("[![a b](c)](d) e f g h\n\n> a b c d e\n\n**Tells** who leaves next.", [nil, words]),
        ("_Tells_ who leaves next.", [nil, "_Tells_ who leaves next."]),
    ] as [(String, [String?])])
    func titlesAndSummaries(text: String, found: [String?]) { #expect(read(text) == found) }

    /// What one types is no description.
    @Test(arguments: [
        ("make all of it", "make all of it"), ("make -j all of it", nil), ("python a/b c d", nil), ("python a.py c d", nil),
        ("go on and on.", "go on and on."),
        ("docker run it && stop now", nil), ("Ada makes a/b && c", nil), ("Ada makes a && c", "Ada makes a && c"),
    ] as [(String, String?)])
    func commandsAreNoDescription(text: String, found: String?) { #expect(read(text)[1] == found) }

    @Test(arguments: [
        ("a ![b](c) d", "a d"), ("a [b](c) d", "a b d"), ("[a [b](c)](d) e", "a b e"), ("a [b] c", "a [b] c"), ("a [b](c d", "a [b](c d"),
        ("*a* `b`", "a b"),
        ("  a \t b ", "a b"), ("![b](c", "![b](c"), ("[a", "[a"), ("!a", "!a"), ("[![a](b)](c) d", "d"),
    ])
    func marksAreTakenOut(text: String, plain: String) { #expect(Readme.plain(text) == plain) }

    @Test func longSummariesEnd() {
        func summary(_ text: String) -> String? { read(text)[1] }
        let word = "abcd "
        let exact = String(repeating: word, count: 59) + "abcde"
        #expect(exact.count == 300 && summary(exact) == exact)
        #expect(summary(exact + "f") == String(exact.prefix(294)) + " …")
        #expect(summary("One two. Three four. " + exact) == "One two. Three four.")
        #expect(summary("a b c " + String(repeating: "x", count: 400)) == "a b c …")
    }
}
