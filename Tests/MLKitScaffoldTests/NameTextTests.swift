import MLKitCore
import SystemPackage
import Testing

@testable import MLKitScaffold

/// Names in other spellings, and texts that speak of folders.
@Suite struct NameTextTests {
    @Test(arguments: [
        ("HTTPServer v2", "http server v2"), ("aB", "a b"), ("AB", "ab"), ("ABc", "a bc"), ("a1B", "a1 b"), ("a_b-c d", "a b c d"),
        ("1A", "1 a"), ("A1", "a1"),
        ("ABCd", "ab cd"), ("aBC", "a bc"), ("ABC", "abc"), ("", ""), ("--", ""), ("éA", "é a"), ("A-B", "a b"), ("X", "x"),
        ("iPhone", "i phone"),
    ])
    func wordsOfAName(text: String, words: String) { #expect(NameText.words(text).joined(separator: " ") == words) }

    @Test(arguments: [
        ("it's MINE o’neil", "It's Mine O’neil"), ("a-b c", "A-B C"), ("'a", "'A"), ("a 'b", "A 'B"), ("ß", "Ss"), ("ǆ", "ǅ"),
        ("a1b", "A1B"), ("", ""),
    ])
    func capitalizedWords(text: String, capitalized: String) { #expect(NameText.capitalizedWords(text) == capitalized) }


    @Test(arguments: [("Crème brûlée!", "creme-brulee"), ("a__b", "a-b"), ("-a-", "a"), ("A.B 2", "a-b-2"), ("日本", ""), ("aß", "a")])
    func slugs(text: String, slug: String) { #expect(NameText.slug(text) == slug) }

    @Test func foldersAreSpokenOf() throws {
        let files = InMemoryFileSystem()
        let texts = [
            ("begin", "src/a"), ("word", "in src/a"), ("quoted", "\"src/a\""), ("inside", "asrc/a"), ("below", "x/src/a"),
            ("dotted", ".src/a"), ("dashed", "-src/a"),
            ("lower", "_src/a"), ("digit", "0src/a"), ("alone", "src"), ("end", "see src/"), ("other", "srcs/"), ("upper", "Zsrc/a"),
            ("nine", "9src/"), ("colon", ":src/a"),
        ]
        for (name, text) in texts { try files.write(text, to: FilePath("/p/\(name)")) }
        try files.write([0] + Array("src/a".utf8), to: "/p/zero")
        let found = try Mentions(folders: ["src"]).find(in: texts.map(\.0) + ["zero", "absent"], "/p", files)
        #expect(found == ["begin", "word", "quoted", "end", "colon"])
    }
}
