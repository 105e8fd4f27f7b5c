import MLKitCore
import MLKitTables
import MLKitTestSupport
import SystemPackage
import Testing

/// Which files a word on a command line means.
@Suite struct TableFilesTests {
    private let scratch: ScratchDirectory

    init() throws {
        scratch = try ScratchDirectory()
        for name in [
            "one.csv", "sales/a.csv", "sales/b.csv", "sales/notes.txt", "mixed/a.csv", "mixed/b.parquet", "none/x.txt", "odd [1]/a.csv",
        ] {
            try scratch.write("x,y\n1,2\n", to: name)
        }
        try scratch.write("SQLite format 3\0 and more of it", to: "shop.csv")
    }

    private func files(_ argument: String) throws -> TableFiles { try TableFiles(argument, directory: scratch.path) }

    @Test(arguments: [
        ("one.csv", ["one.csv"], "one.csv", "one.csv"), ("sales", ["sales/a.csv", "sales/b.csv"], "sales/*.csv", "sales/*.csv"),
        ("sales/*.csv", ["sales/a.csv", "sales/b.csv"], "sales/*.csv", "sales/*.csv"),
        ("odd [1]", ["odd -1-/a.csv"], "odd -1-/*.csv", "odd [1]/*.csv"), ("./sales/../one.csv", ["one.csv"], "one.csv", "one.csv"),
    ])
    func filesAreFound(argument: String, places: [String], source: String, inside: String) throws {
        let found = try files(argument)
        #expect(found.files.map(\.place) == places)
        #expect(found.source == source)
        #expect(found.bytes == 8 * places.count)
        #expect(found.source(in: scratch.path) == inside)
        #expect(found.source(in: scratch.path.appending("elsewhere")) == nil)
    }

    @Test(arguments: [
        ("gone.csv", "there is no file `gone.csv`", nil), ("https://example.org/x.csv", "there is no file", "fetch it first"),
        ("none", "the folder `none` has no table in it", "files of folders in it"),
        ("mixed", "the folder `mixed` has files that end in `.csv` and `.parquet`", "name those of one kind"),
        ("*.tsv", "no file matches `*.tsv`", nil),
        ("sales/notes.txt", "the name of `notes.txt` does not tell its format", "if values stand"),
        ("shop.csv", "`shop.csv` is an SQLite database, whatever its name says", "let its name end in .sqlite"),
    ])
    func whatIsNoTableIsSaid(argument: String, problem: String, hint: String?) throws {
        let failure = #expect(throws: Failure.self) { try files(argument) }
        #expect(failure?.diagnostics.first?.message.hasPrefix(problem) == true, "\(failure?.description ?? "")")
        if let hint { #expect(failure?.diagnostics.first?.hint?.hasPrefix(hint) == true, "\(failure?.description ?? "")") }
    }
}
