import Glibc
import MLKitCore
import MLKitScaffold
import MLKitSpec
import MLKitTestSupport
import SystemPackage
import Testing

@Suite struct AdoptionTests {
    private static let files = [
        "README.md": "# Churn\n\nmine\n", "src/train.py": "print(1)\n", "Makefile": "m.pkl: src/train.py\n\tpython src/train.py\n",
        "data/a.csv": "a,b\n1,2\n", ".gitignore": "*.tmp\n",
    ]

    private func states(_ plan: AdoptionPlan) -> [String: FileComparison.State] {
        Dictionary(uniqueKeysWithValues: plan.files.map { ($0.file.path, $0.state) })
    }

    @Test func filesAreComparedWithTheTemplate() throws {
        let fixture = try AdoptFixture(Self.files)
        let first = try fixture.plan()
        #expect(states(first)[".github/workflows/ci.yml"] == .missing)
        #expect(states(first)["LICENSE"] == .covered("the licence is yours to choose: `--set license=…`"))
        guard case .similar(let own, let template) = states(first)["README.md"] else { throw Failure("not similar") }
        #expect(own > 0 && template > 0)
        let workflow = first.files.first { $0.file.path == ".github/workflows/ci.yml" }?.file.content ?? []
        try fixture.scratch.write(String(decoding: workflow, as: UTF8.self), to: "churn/.github/workflows/ci.yml")
        #expect(try states(fixture.plan())[".github/workflows/ci.yml"] == .identical)
        #expect(try states(fixture.plan(settings: ["license=MIT"]))["LICENSE"] == .missing)
    }

    @Test func whatTakesAFilesPlaceIsSeen() throws {
        let fixture = try AdoptFixture(["readme.rst": "x", "COPYING": "x", ".gitignore/x": "", ".github/a": ""])
        let found = try states(fixture.plan())
        #expect(found["README.md"] == .covered("`readme.rst` takes its place"))
        #expect(found["LICENSE"] == .covered("`COPYING` takes its place"))
        #expect(found[".gitignore"] == .blocked("a folder stands there"))
        let linked = try AdoptFixture(["a": ""])
        try linked.scratch.write("", to: "outside/x")
        try AdoptLinks.make("../outside", at: linked.folder.appending(".github"))
        try AdoptLinks.make("nowhere", at: linked.folder.appending("README.md"))
        let states = try states(linked.plan())
        #expect(states[".github/workflows/ci.yml"] == .blocked("`.github` is a link"))
        #expect(states["README.md"] == .covered("a link of yours stands there"))
    }

    /// The promise of `init`: no file that was there is changed, touched or removed.
    @Test(arguments: [true, false], [true, false])
    func nothingThatWasThereChanges(inGit: Bool, all: Bool) throws {
        let fixture = try AdoptFixture(Self.files)
        if inGit { try fixture.makeRepository() }
        try LocalFileSystem().write(Array("#!/bin/sh\n".utf8), to: fixture.folder.appending("run.sh"), executable: true)
        let before = try fixture.snapshot()
        let plan = try fixture.plan()
        let written = try Adoption(plan).write(all ? .all(of: plan) : .spec(of: plan))
        let after = try fixture.snapshot()
        for (path, state) in before { #expect(after[path] == state, "\(path)") }
        #expect(Set(after.keys).subtracting(before.keys) == Set(written))
        #expect(Set(["mlkit.yaml", ".mlkit/template.yaml"]).isSubset(of: written))
        #expect(written.contains(".github/workflows/ci.yml") == all)
        #expect(try AdoptionPlan.isAdopted(fixture.folder, environment: fixture.environment))
    }

    @Test func afterAFailureEverythingIsAsItWas() throws {
        let fixture = try AdoptFixture(Self.files)
        let before = try fixture.snapshot()
        let folders = try LocalFileSystem().list(fixture.folder)
        let plan = try fixture.plan()
        var failures = 0
        while failures < 50 {
            let files = FailingFileSystem(failingAfter: failures)
            guard let problem = messages({ _ = try Adoption(plan, files: files).write(.all(of: plan)) }).first else { break }
            #expect(problem.hasSuffix("no space left on device"))
            #expect(try fixture.snapshot() == before, "after \(failures)")
            #expect(try LocalFileSystem().list(fixture.folder) == folders, "after \(failures)")
            failures += 1
        }
        // At least each file, and the folders .github, .github/workflows and .mlkit.
        #expect(failures >= 6 && failures < 50)
    }

    @Test func theBooksComeByWayOfTheScratchFolder() throws {
        let fixture = try AdoptFixture(Self.files)
        let disk = RecordingFileSystem(LocalFileSystem(.whole))
        let plan = try fixture.plan()
        _ = try Adoption(plan, files: disk).write(.spec(of: plan))
        let own = fixture.folder.appending(".mlkit")
        let books = disk.changes.filter { $0.hasPrefix("write") && $0.contains("\(own)/") && !$0.hasSuffix(".gitignore") }
        #expect(!books.isEmpty && books.allSatisfy { $0.hasPrefix("write^ ") })
        #expect(try !LocalFileSystem().exists(own.appending("tmp")))
    }

    @Test func whatAppearedInTheMeantimeStopsItAll() throws {
        let fixture = try AdoptFixture(Self.files)
        let plan = try fixture.plan()
        try fixture.scratch.write("mine", to: "churn/mlkit.yaml")
        try AdoptLinks.make("/tmp", at: fixture.folder.appending(".github"))
        let before = try fixture.snapshot()
        #expect(
            messages { _ = try Adoption(plan).write(.all(of: plan)) } == [
                "cannot write `.github/workflows/ci.yml`: `.github` is a link",
                "cannot write `mlkit.yaml`: it is there already",
            ])
        #expect(try fixture.snapshot() == before)
    }

    @Test func anExistingSpecIsKeptAndFollowed() throws {
        let spec = "mlkit: 1\nproject: {name: other, title: Mine, license: MIT}\nlayout: packages\n"
        let fixture = try AdoptFixture(Self.files.merging(["mlkit.yaml": spec]) { $1 })
        let plan = try fixture.plan()
        #expect(plan.proposal == nil && plan.rendering.projectName == "other" && plan.rendering.layout.name == "packages")
        let written = try Adoption(plan).write(.all(of: plan))
        #expect(!written.contains("mlkit.yaml") && written.contains(".mlkit/template.yaml"))
        #expect(try fixture.scratch.read("churn/mlkit.yaml") == spec)
        #expect(messages { _ = try fixture.plan(layout: "classic") } == ["mlkit.yaml says that the layout is `packages`"])
        try fixture.scratch.write("mlkit: 0\n", to: "churn/mlkit.yaml")
        #expect(messages { _ = try fixture.plan() } == ["mlkit.yaml needs the key `project`", "`mlkit` must be 1, not 0"])
    }

    @Test func aLicenceThatTheTemplateDoesNotKnowStaysOutOfTheSpec() throws {
        let text = "Redistribution and use in source and binary forms… Neither the name of…\n"
        let fixture = try AdoptFixture(Self.files.merging(["LICENSE.txt": text]) { $1 })
        let plan = try fixture.plan()
        #expect(plan.spec.project.license == nil)
        #expect(
            plan.proposal?.text.contains(
                "  # license: BSD-3-Clause, says LICENSE.txt; the template takes one of `MIT`, `Apache-2.0` and `proprietary`.\n")
                == true)
    }

    @Test func whatWasAnsweredByHandIsInTheSpec() throws {
        let fixture = try AdoptFixture(Self.files)
        let plan = try fixture.plan(settings: ["title=By hand", "maturity=mvp", "license=MIT"], layout: "packages")
        #expect(plan.spec.project.title == "By hand" && plan.spec.project.maturity == .mvp && plan.spec.project.license == "MIT")
        #expect(plan.spec.layout.name == "packages")
        #expect(try fixture.plan().spec.project.license == nil)
        #expect(messages { _ = try fixture.plan(layout: "clasic") } == ["no layout is called `clasic`"])
        #expect(messages { _ = try fixture.plan(settings: ["nothing=1"]) } == ["the template `minimal` asks no question `nothing`"])
    }
}
