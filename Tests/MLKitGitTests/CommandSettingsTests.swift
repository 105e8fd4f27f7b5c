import Testing

@testable import MLKitGit

/// Settings that come with a command, as a file of git's settings.
@Suite struct CommandSettingsTests {
    private func text(_ variables: [String: String]) -> String? {
        CommandSettings(GitEnvironment(variables: variables, time: GitTime(seconds: 0))).text
    }

    @Test(arguments: [
        ("'user.name=A b'", "[user]\n\tname = \"A b\"\n"), ("'user.name'='A=b'", "[user]\n\tname = \"A=b\"\n"),
        ("'core.bare'", "[core]\n\tbare = \"true\"\n"), ("'a.b='", "[a]\n\tb = \"\"\n"),
        ("'a.b=1'  'c.x.y.d=2'", "[a]\n\tb = \"1\"\n[c \"x.y\"]\n\td = \"2\"\n"),
        ("'url.a b.insteadOf=q\"\\'", "[url \"a b\"]\n\tinsteadOf = \"q\\\"\\\\\"\n"),
        ("'remote.o-1.u2=x'", "[remote \"o-1\"]\n\tu2 = \"x\"\n"),
        ("'plain=1'", nil), ("'.b=1'", nil), ("'a.=1'", nil), ("'a_b.c=1'", nil), ("'a.c_d=1'", nil), ("'ä.c=1'", nil), ("", nil),
    ] as [(String, String?)])
    func parameters(words: String, settings: String?) {
        #expect(text(["GIT_CONFIG_PARAMETERS": words]) == settings)
    }

    @Test func countedOnes() {
        let two = ["GIT_CONFIG_KEY_0": "a.b", "GIT_CONFIG_VALUE_0": "1\n2", "GIT_CONFIG_KEY_1": "c.d"]
        func counted(_ count: String) -> String? { text(two.merging(["GIT_CONFIG_COUNT": count]) { $1 }) }
        #expect(counted("1") == "[a]\n\tb = \"1\\n2\"\n")
        #expect(counted("2") == "[a]\n\tb = \"1\\n2\"\n[c]\n\td = \"\"\n" && counted("3") == counted("2"))
        #expect(counted("0") == nil && counted("-1") == nil && counted("x") == nil)
        let both = two.merging(["GIT_CONFIG_COUNT": "1", "GIT_CONFIG_PARAMETERS": "'e.f=0'"]) { $1 }
        #expect(text(both) == "[e]\n\tf = \"0\"\n[a]\n\tb = \"1\\n2\"\n")
    }

    /// Files that are included are in the list themselves.
    @Test func listedOnes() {
        let listed = "a.b\n1\n2\0core.bare\0include.path\n/x\0includeif.gitdir:/a.path\n/y\0c.d\n\0"
        let text = CommandSettings(listed: Array(listed.utf8)).text
        #expect(text == "[a]\n\tb = \"1\\n2\"\n[core]\n\tbare = \"true\"\n[c]\n\td = \"\"\n")
    }
}
