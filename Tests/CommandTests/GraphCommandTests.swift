import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// `mlkit graph`, seen from outside.
@Suite struct GraphCommandTests {
    @Test func theTextIsATreeWithWhatElseComesFirst() async throws {
        let project = try await ViewedProject()
        #expect(
            try await project.output("graph") == """
                clean.de
                ↓ fit.de
                clean.fr
                ↓ fit.fr
                ↓ report  also after fit.de

                """)
        try project.edit("fr: 2", "fr: 3")
        #expect(
            try await project.output("graph", "--status", "report") == """
                clean.de  up to date
                ↓ fit.de  up to date
                clean.fr  would run
                ↓ fit.fr  would run
                ↓ report  would run   also after fit.de

                """)
        #expect(
            try await project.output("graph", "--files", "fit.de") == """
                fit.sh
                raw.txt
                ↓ clean.de
                ↓ clean/de.txt
                ↓ fit.de            also after fit.sh
                ├─ fit/de.txt
                ├─ reports/de.json
                └─ reports/de.csv

                """)
    }

    @Test func theSameAsDOTMermaidAndJSON() async throws {
        let project = try await ViewedProject()
        try project.edit("rate: 0.1", "rate: 0.2")
        #expect(
            try await project.output("graph", "--format", "dot", "--status", "fit.de") == """
                digraph "shop" {
                  rankdir=LR;
                  node [shape=box, style="rounded,filled", fillcolor=white, fontname="sans-serif"];
                  n0 [label="clean.de", fillcolor="#d9f2e0", tooltip="up to date"];
                  n1 [label="fit.de", fillcolor="#ffe9b8", tooltip="would run: parameter `rate` changed: 0.1 -> 0.2"];
                  n0 -> n1;
                }

                """)
        #expect(
            try await project.output("graph", "--format", "mermaid", "--status", "fit.de") == """
                flowchart LR
                  n0["clean.de"]
                  n1["fit.de"]
                  n0 --> n1
                  classDef upToDate fill:#d9f2e0,stroke:#2f8f4e,color:#14351f
                  class n0 upToDate
                  classDef wouldRun fill:#ffe9b8,stroke:#b07d00,color:#3d2c00
                  class n1 wouldRun

                """)
        let json = try JSON(parsing: Array(try await project.output("graph", "--format", "json", "--status").utf8))
        #expect(json["nodes"]?.array?.count == 5)
        #expect(
            json["nodes"]?.array?[0] == ["name": "clean.de", "kind": "command", "group": "clean", "up_to_date": true])
        #expect(json["edges"]?.array?[0] == ["from": "clean.de", "to": "fit.de"])
    }

    @Test func stagesThatTheCacheHasAreToldApart() async throws {
        let project = try await ViewedProject()
        try project.edit("rate: 0.1", "rate: 0.2")
        try LocalFileSystem().remove(project.git.path.pushing("clean/de.txt"))
        #expect(
            try await project.output("graph", "--status", "fit.fr", "clean.de") == """
                clean.de  from cache
                clean.fr  up to date
                ↓ fit.fr  would run

                """)
        let reason = "its output `clean/de.txt` is missing"
        #expect(
            try await project.output("graph", "--status", "clean.de", "--format", "dot").contains(
                ##"n0 [label="clean.de", fillcolor="#d8e8fb", tooltip="from cache: \##(reason)"];"##))
        #expect(
            try await project.output("graph", "--status", "clean.de", "--format", "mermaid").hasSuffix(
                "  classDef fromCache fill:#d8e8fb,stroke:#2f6fb0,color:#12304f\n  class n0 fromCache\n"))
        let json = try await project.output("graph", "--status", "clean.de", "--format", "json")
        #expect(
            try JSON(parsing: Array(json.utf8))["nodes"]?.array == [
                [
                    "name": "clean.de", "kind": "command", "group": "clean", "up_to_date": false, "in_cache": true,
                    "reason": .string(reason),
                ]
            ])
        let svg = try await project.output("graph", "--status", "--format", "svg")
        #expect(svg.contains("clean.de: from cache, ") && svg.contains(">from cache</text>"))
        try project.git.write(svg, to: "g.svg")
        try await project.expectXML(["g.svg"])
    }

    private static let hostile = #"""
        mlkit: 1
        project: {name: p}
        stages:
          a: {run: x, inputs: ["in \"<&>'\\ ]]>.csv"], outputs: ["o\"]; }<script>alert(1)</script>\n%%.txt", "日本語"]}
          b: {run: x, inputs: ["o\"]; }<script>alert(1)</script>\n%%.txt"]}

        """#

    @Test func namesThatMeanSomethingToAFormatAreEscaped() async throws {
        let scratch = try ScratchDirectory()
        try scratch.write(Self.hostile, to: "mlkit.yaml")
        func graph(_ format: String) async throws -> String {
            try await BuiltTool.mlkit(["graph", "--files", "--format", format], in: scratch.path).output
        }
        #expect(try await graph("text").split(separator: "\n").count == 5)
        #expect(try await graph("dot").contains(#"label="o\"]; }<script>alert(1)</script>\n%%.txt""#))
        #expect(try await graph("mermaid").contains("([\"o#34;#93;#59; #125;#60;script#62;alert#40;1#41;"))
        let svg = try await graph("svg")
        #expect(svg.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && !svg.contains("<script"))
        try scratch.write(svg, to: "g.svg")
        let code = "import sys, xml.dom.minidom as x; print(len(x.parse('g.svg').getElementsByTagName('path')))"
        let outcome = try await BuiltTool.run("python3", ["-c", code], in: scratch.path)
        // Four edges, each a line and a tip.
        #expect(outcome.output == "8\n")
    }

    @Test func aPictureHoldsItsNodesWithoutOverlap() async throws {
        let scratch = try ScratchDirectory()
        let stages = (0..<60).map { number in
            let inputs = number < 6 ? "" : "f/\(number - 6), f/\((number * 7) % (number - 5))"
            return "  stage-\(number): {run: x, inputs: [\(inputs)], outputs: [f/\(number)]}\n"
        }
        try scratch.write("mlkit: 1\nproject: {name: p}\nstages:\n" + stages.joined(), to: "mlkit.yaml")
        let svg = try await BuiltTool.mlkit(["graph", "--format", "svg"], in: scratch.path).output
        try scratch.write(svg, to: "g.svg")
        let code = """
            import xml.dom.minidom as x
            svg = x.parse('g.svg').documentElement
            boxes = [tuple(float(r.getAttribute(k)) for k in ('x', 'y', 'width', 'height'))
                     for r in svg.getElementsByTagName('rect') if r.getAttribute('class') == 'node']
            width, height = float(svg.getAttribute('width')), float(svg.getAttribute('height'))
            inside = all(a >= 0 and b >= 0 and a + w <= width and b + h <= height for a, b, w, h in boxes)
            apart = all(a + w <= c or c + v <= a or b + h <= d or d + u <= b
                        for i, (a, b, w, h) in enumerate(boxes) for c, d, v, u in boxes[:i])
            print(len(boxes), inside, apart)
            """
        let outcome = try await BuiltTool.run("python3", ["-c", code], in: scratch.path)
        #expect(outcome.output == "60 True True\n", "\(outcome.error)")
    }

    @Test func mistakesAreNamed() async throws {
        let project = try await ViewedProject()
        let unknown = try await project.mlkit("graph", "fitt")
        #expect(unknown.status == 1)
        #expect(unknown.error == "error: unknown stage `fitt`\n\nhint: did you mean `fit`?\n")
        #expect(try await project.mlkit("graph", "--format", "png").status == 64)
        let empty = try ScratchDirectory()
        try empty.write("mlkit: 1\nproject: {name: p}\n", to: "mlkit.yaml")
        #expect(try await BuiltTool.mlkit(["graph"], in: empty.path).output == "no stages in mlkit.yaml\n")
        for format in ["dot", "mermaid", "svg", "json"] {
            #expect(try await BuiltTool.mlkit(["graph", "--format", format], in: empty.path).status == 0)
        }
    }
}
