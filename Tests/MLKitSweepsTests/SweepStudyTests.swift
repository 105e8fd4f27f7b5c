import MLKitCore
import MLKitSpec
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitSweeps

/// The folder of a sweep's trials.
@Suite struct SweepStudyTests {
    private let files = InMemoryFileSystem()
    private static let project: FilePath = "/p"

    private func study(_ key: String = "now", name: String = "s") -> SweepStudy {
        var spec = PlayedSweep.spec(.grid, [("a", PlayedSweep.whole(1, 20_000))])
        spec.name = name
        return SweepStudy(sweep: spec, project: Self.project, key: ContentHash(of: key), files: files)
    }

    private func trial(_ number: Int, _ metric: Double? = nil) -> SweepTrial {
        var trial = SweepTrial(number: number, SweepProposal(values: [.int(number)]))
        if let metric { (trial.state, trial.metric) = (.done, metric) }
        return trial
    }

    private func folder(_ study: SweepStudy) -> FilePath {
        Self.project.pushing(".mlkit/sweeps").appending(study.sweep.name).appending(String(study.key.hex.prefix(16)))
    }

    @Test func trialsAreKeptByNumber() throws {
        let study = study()
        #expect(try !study.isBegun && study.trials().isEmpty)
        for number in [9999, 0, 998, 9998] { try study.write(trial(number, Double(number))) }
        #expect(try study.isBegun && study.trials().map(\.number) == [0, 998, 9998, 9999])
        #expect(try files.list(folder(study)) == ["0001.json", "0999.json", "10000.json", "9999.json"])
        #expect(try files.exists("/p/.mlkit/sweeps/.gitignore"))
        try study.write(trial(0, 5))
        #expect(try study.trials().map(\.metric) == [5, 998, 9998, 9999])
    }

    /// What stands under another number than its own, or is none of the sweep's, counts as none.
    @Test func whatIsNoTrialIsLeftOut() throws {
        let study = study()
        try study.write(trial(0, 1))
        let text = try files.readText(folder(study).appending("0001.json"))
        try files.write(text, to: folder(study).appending("0002.json"))
        try files.write("{}", to: folder(study).appending("0003.json"))
        try files.write(text, to: folder(study).appending("0001.json.old"))
        try files.write(text.replacing("\"trial\": 1", with: "\"trial\": 0"), to: folder(study).appending("0000.json"))
        try files.write(text.replacing("\"metric\": 1", with: "\"metric\": null"), to: folder(study).appending("0004.json"))
        #expect(try study.trials().map(\.number) == [0])
    }

    @Test func trialsOfOtherStatesAreCounted() throws {
        #expect(try study().others() == 0)
        for number in 0..<3 { try study("before").write(trial(number)) }
        try study("earlier").write(trial(0))
        try study("earlier", name: "other").write(trial(0))
        try files.write("x", to: folder(study("before")).appending("0001.log"))
        try files.write("x", to: "/p/.mlkit/sweeps/s/.gitignore")
        #expect(try study().others() == 4 && study("before").others() == 1)
        try study().write(trial(0))
        #expect(try study().others() == 4)
    }

    /// A log may come before any trial is written, and takes the place of whatever stood there.
    @Test func aLogIsKeptBesideItsTrial() throws {
        let scratch = try ScratchDirectory()
        let study = SweepStudy(sweep: study().sweep, project: scratch.path, key: ContentHash(of: "now"), files: LocalFileSystem())
        let name = ".mlkit/sweeps/s/\(study.key.hex.prefix(16))/0012.log"
        for text in ["first", "second"] {
            let log = try scratch.write(text, to: "log")
            #expect(try study.keep(log: log, of: trial(11)) == name && scratch.read(name) == text && !scratch.exists("log"))
        }
        try LocalFileSystem().remove(scratch.path.pushing(FilePath(name)))
        try scratch.write("mine", to: name + "/x")
        let log = try scratch.write("third", to: "log")
        #expect(try study.keep(log: log, of: trial(11)) == name && scratch.read(name) == "third")
    }
}
