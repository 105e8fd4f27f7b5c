import Testing

@testable import MLKitChecklist

/// Which versions a requirement lets pass, by PEP 440.
@Suite struct VersionBoundsTests {
    @Test(arguments: [
        ("a>=2", "2", true), ("a>=2", "1.99", false), ("a>=2", "2.0.0", true), ("a>2", "2.0", false), ("a>2", "2.0.1", true),
        ("a<2", "2.0", false),
        ("a<2", "1.99", true), ("a<=2", "2.0", true), ("a<=2", "2.0.1", false), ("a==1.2", "1.2.0", true), ("a==1.2", "1.2.1", false),
        ("a==1.2.*", "1.2.9", true), ("a==1.2.*", "1.3", false), ("a!=1.2.*", "1.2.9", false), ("a!=1.2", "1.2", false),
        ("a!=1.2", "1.3", true),
        ("a~=1.4.2", "1.4.9", true), ("a~=1.4.2", "1.4.1", false), ("a~=1.4.2", "1.5", false), ("a~=1.4", "1.9", true),
        ("a~=1.4", "2.0", false),
        ("A_b[x] >= 1, < 3 ; python_version > '3'", "3.0", false), ("a (>=1,<3)", "2", true), ("a", "0", true), ("a>=2rc1", "1", true),
        ("a>=2", "1.0rc1", true), ("a==2.0", "2.0+cu118", true), ("a===2.0", "2.0", true), ("a>=2 --hash=sha256:00", "1", false),
    ])
    func whatARequirementAdmits(line: String, version: String, passes: Bool) throws {
        #expect(try #require(VersionBounds(line)).admit(version) == passes)
    }

    @Test func whatIsNoRequirementHasNone() {
        #expect(VersionBounds("a @ https://x/a.zip") == nil && VersionBounds("-r b.txt") == nil && VersionBounds("") == nil)
        #expect(VersionBounds.all(in: "# a\n-r b\nA.b_c>=1\n\nd\n").map(\.package) == ["a-b-c", "d"])
    }
}
