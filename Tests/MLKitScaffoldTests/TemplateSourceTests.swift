import MLKitCore
import MLKitScaffold
import SystemPackage
import Testing

/// What users write for a template, read.
@Suite struct TemplateSourceTests {
    private func parse(_ text: String) throws -> TemplateSource {
        try TemplateSource(parsing: text, directory: "/projects/here", home: "/home/ada")
    }

    private func git(_ text: String) throws -> [String?] {
        guard case .git(let address) = try parse(text) else { return [] }
        return [address.url, address.reference, address.folder]
    }

    @Test func namesAndFolders() throws {
        #expect(try parse("tabular") == .builtIn("tabular"))
        #expect(try parse("./mine") == .folder("/projects/here/mine"))
        #expect(try parse("../mine/") == .folder("/projects/mine"))
        #expect(try parse("templates/mine") == .folder("/projects/here/templates/mine"))
        #expect(try parse("/mine") == .folder("/mine"))
        #expect(try parse("~/mine") == .folder("/home/ada/mine"))
        #expect(try parse("~") == .folder("/home/ada"))
        #expect(try parse(".") == .folder("/projects/here"))
        #expect(try parse("./a@b:c#d") == .folder("/projects/here/a@b:c#d"))
    }

    @Test(arguments: [
        ("https://host/owner/repo", ["https://host/owner/repo", nil, nil]),
        ("https://host/owner/repo.git@v1.0", ["https://host/owner/repo.git", "v1.0", nil]),
        ("https://host/owner/repo@feature/x#sub/folder/", ["https://host/owner/repo", "feature/x", "sub/folder"]),
        ("https://host/owner/repo#sub@x", ["https://host/owner/repo", nil, "sub@x"]),
        ("https://ada@host:8443/repo@v1", ["https://ada@host:8443/repo", "v1", nil]),
        ("https://host/@owner/repo@@scope/pkg@1.0", ["https://host/@owner/repo", "@scope/pkg@1.0", nil]),
        ("ssh://git@host:22/owner/repo@main", ["ssh://git@host:22/owner/repo", "main", nil]),
        ("ssh://git@host/owner/repo", ["ssh://git@host/owner/repo", nil, nil]),
        ("git@host:owner/repo.git", ["git@host:owner/repo.git", nil, nil]),
        ("git@host:owner/repo.git@v1#t", ["git@host:owner/repo.git", "v1", "t"]),
        ("file:///srv/repo@v1", ["file:///srv/repo", "v1", nil]),
    ] as [(String, [String?])])
    func addresses(_ text: String, _ parts: [String?]) throws {
        #expect(try git(text) == parts)
    }

    @Test(arguments: [
        ("http://host/x", "templates are not fetched over `http://`, where anybody on the way can change them"),
        ("git://host/x", "templates are not fetched over `git://`"),
        ("ext::sh -c touch% /tmp/x", "templates are not fetched over `ext::`"),
        ("ftp://host/x@v1", "templates are not fetched over `ftp://`"),
        ("host:path", "`host:path` is no template"),
        ("https://host/x@", "`https://host/x@` has no branch, tag or commit behind the `@`"),
        ("https://host/x@-v", "`-v` in `https://host/x@-v` cannot be a branch, tag or commit"),
        ("https://host/x@a..b", "`a..b` in `https://host/x@a..b` cannot be a branch, tag or commit"),
        ("https://host/x@a b", "`a b` in `https://host/x@a b` cannot be a branch, tag or commit"),
        ("https://host/x#../y", "`../y` in `https://host/x#../y` is no folder of a repository"),
        ("https://host/x#", "`` in `https://host/x#` is no folder of a repository"),
        ("https://host/x#.git", "`.git` in `https://host/x#.git` is no folder of a repository"),
        ("ssh://-oProxyCommand=x/y", "`ssh://-oProxyCommand=x/y` names no host that can be"),
        ("git@-oProxyCommand=x:y", "`git@-oProxyCommand=x:y` names no host that can be"),
        ("https:///x", "`https:///x` names no host that can be"),
        ("https://host/", "`https://host/` names no repository"),
    ])
    func whatCannotBe(_ text: String, _ message: String) {
        #expect(messages { _ = try parse(text) } == [message])
    }

    @Test func aHintSaysWhatToWrite() {
        let text = problems { _ = try parse("http://ada:secret@host/x@v1") }
        #expect(text.contains("hint: use `https://ada@host/x@v1`"))
    }

    @Test func passwordsAreNotShown() throws {
        guard case .git(let address) = try parse("https://ada:secret@host/x@v1#t") else { return #expect(Bool(false)) }
        #expect(address.description == "https://ada@host/x@v1#t")
        #expect(address.url == "https://ada:secret@host/x")
    }

    @Test func withoutAHomeATildeIsAnError() {
        #expect(
            messages { _ = try TemplateSource(parsing: "~/x", directory: "/") }
                == ["cannot find `~/x`: the variable HOME is not set"])
    }
}
