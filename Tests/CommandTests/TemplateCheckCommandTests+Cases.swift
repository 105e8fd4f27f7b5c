import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// Cases that come with a template, and the trees they are compared with.
extension TemplateCheckCommandTests {
    @Test func casesCompareWithTheirTrees() async throws {
        let cases = [
            "cases/docker.yaml": "name: boat\nlayout: packages\nanswers: {docker: yes, title: T}\nexpect: cases/docker\n"
        ]
        let template = try SmallTemplate(Self.sound, Self.files.merging(cases) { $1 })
        let first = try await template.mlkit("template", "check", "template")
        #expect(first.status == 1)
        #expect(first.output.hasPrefix("cases/docker.yaml: 4 files differ\n  new      Dockerfile\n  new      README.md\n"))
        let update = try await template.mlkit("template", "check", "template", "--update")
        #expect(
            update.output == """
                cases/docker.yaml: the expected tree is written anew

                template: 5 renderings and 1 case, 0 errors, 0 warnings

                """)
        #expect(try template.scratch.read("template/cases/docker/README.md") == "# T\n")
        #expect(try await template.mlkit("template", "check", "template").status == 0)

        try template.scratch.write("# {{ title }}!\n", to: "template/partials/title")
        try template.scratch.write("old\n", to: "template/cases/docker/old.txt")
        let outcome = try await template.mlkit("template", "check", "template")
        #expect(outcome.status == 1)
        #expect(
            outcome.output == """
                cases/docker.yaml: 2 files differ
                  changed  README.md
                  missing  old.txt

                --- a/README.md
                +++ b/README.md
                @@ -1 +1 @@
                -# T
                +# T!

                --- a/old.txt
                +++ /dev/null
                @@ -1 +0,0 @@
                -old

                hint: `mlkit template check --update` takes what is rendered for what is expected

                template: 5 renderings and 1 case, 0 errors, 0 warnings, 1 case failed

                """)
        _ = try await template.mlkit("template", "check", "template", "--update")
        #expect(try !template.scratch.exists("template/cases/docker/old.txt"))
    }

    @Test(arguments: [
        ("answers: {dokcer: true}\nexpect: cases/x\n", "the template `small` asks no question `dokcer`"),
        ("answers: {docker: perhaps}\nexpect: cases/x\n", "question `docker`: the answer must be true or false, not text"),
        ("layout: clasic\nexpect: cases/x\n", "unknown value `clasic` for `layout`"),
        ("answers: {}\n", "a case needs the key `expect`"), ("expect: files/x\n", "the expected tree must be a folder below `cases`"),
        ("expect: cases\n", "the expected tree must be a folder below `cases`"),
        ("expect: cases/../files\n", "the expected tree must be a folder below `cases`"),
    ])
    func mistakesInCasesHaveAPlace(yaml: String, message: String) async throws {
        let template = try SmallTemplate(Self.sound, Self.files.merging(["cases/a.yaml": yaml]) { $1 })
        let outcome = try await template.mlkit("template", "check", "template", "--update")
        #expect(outcome.status == 1)
        #expect(outcome.output.hasPrefix("error: \(message)\n --> template/cases/a.yaml:"), "\(outcome.output)")
    }
}
