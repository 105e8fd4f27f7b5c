import MLKitDrawing
import Testing

/// Elements of SVG as they are written.
@Suite struct SVGDocumentTests {
    @Test func attributesStandInOrderAndThoseWithoutAValueAreLeftOut() {
        var picture = SVGDocument(["width": "2", "role": nil])
        picture.element("rect", ["x": "1", "rx": nil, "class": "a"])
        picture.element("text", text: "a < b")
        #expect(
            picture.output == """
                <svg xmlns="http://www.w3.org/2000/svg" width="2">
                <rect x="1" class="a"/>
                <text>a &lt; b</text>
                </svg>

                """)
    }

    @Test func elementsInOthersStandToTheRightOrOnOneLine() {
        var picture = SVGDocument([:], indent: 2)
        picture.group("g", ["id": "\"1\""], tooltip: "x & y") { picture in
            picture.group("clipPath", onOneLine: true) { $0.group { $0.element("rect") } }
            picture.element("line")
        }
        #expect(
            picture.output == """
                <svg xmlns="http://www.w3.org/2000/svg">
                  <g id="&quot;1&quot;"><title>x &amp; y</title>
                    <clipPath><g><rect/></g></clipPath>
                    <line/>
                  </g>
                </svg>

                """)
    }

    @Test func aPageHasTheColoursOfBothBackgrounds() {
        var picture = SVGDocument(width: 10.25, height: 20, title: "a & b", style: ".x{fill:red}\n")
        picture.text("t", x: 1, y: 2.04, class: "x", turned: true)
        picture.rectangle(x: 0, y: 0, width: 1, height: 1, class: "x", opacity: 0.333)
        let lines = picture.output.split(separator: "\n").map(String.init)
        #expect(
            lines.first == "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"10.3\" height=\"20\" viewBox=\"0 0 10.3 20\" "
                + "role=\"img\">")
        #expect(picture.output.contains("@media(prefers-color-scheme:dark){svg{--box:"))
        #expect(
            lines.suffix(6) == [
                ".x{fill:red}", "</style>", "<rect class=\"page\" width=\"100%\" height=\"100%\"/>",
                "<text class=\"x\" x=\"1\" y=\"2\" text-anchor=\"start\" transform=\"rotate(-90 1 2)\">t</text>",
                "<rect class=\"x\" x=\"0\" y=\"0\" width=\"1\" height=\"1\" fill-opacity=\"0.33\"/>", "</svg>",
            ])
    }
}
