import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

@testable import MLKitTables

/// XML as office documents may have it, to the edges of its pieces.
@Suite struct XMLReaderTests {
    private let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    private func reader(_ text: String) throws -> XMLReader {
        try XMLReader(ByteStream(scratch.write(text, to: "x.xml"), name: "x.xml"))
    }

    /// The pieces one after the other: elements by one of some names, with their attribute `a`, and texts.
    private func pieces(_ text: String, names: [StaticString] = ["b", "c"]) throws -> [String] {
        let reader = try reader(text)
        var found = [String]()
        while let piece = try reader.next() {
            let name = names.first { reader.isNamed($0) }.map { "\($0)" } ?? "?"
            switch piece {
            case .start: found.append("<\(name)\(reader.attribute("a").map { " \($0)" } ?? "")>")
            case .end: found.append("</\(name)>")
            case .text:
                var bytes = [UInt8]()
                reader.appendText(to: &bytes)
                found.append(String(decoding: bytes, as: UTF8.self))
            }
        }
        return found
    }

    @Test(arguments: [
        ("<b/>", ["<b>", "</b>"]), ("<b />", ["<b>", "</b>"]), ("<b></b>", ["<b>", "</b>"]), ("</>", ["</?>"]),
        ("<b>x</b>", ["<b>", "x", "</b>"]),
        ("<b a='1'/>", ["<b 1>", "</b>"]), ("<b a=\"1\"/>", ["<b 1>", "</b>"]), ("<b\na\t=\r'1' />", ["<b 1>", "</b>"]),
        ("<n:b n:a='1'/>", ["<b 1>", "</b>"]), ("<b aa='2' a='1'/>", ["<b 1>", "</b>"]), ("<b xa='2'/>", ["<b>", "</b>"]),
        ("<b x='a=2' a='1'>", ["<b 1>"]), ("<b a='1>2'>", ["<b 1>2>"]), ("<b a='/'>", ["<b />"]), ("<b a=\"'\" x='\"'>", ["<b '>"]),
        ("<b a=''>", ["<b >"]), ("<b a>", ["<b>"]), ("<b a=1>", ["<b>"]), ("<b a='x'c='y'>", ["<b x>"]), ("<bb/>", ["<?>", "</?>"]),
        ("x", ["x"]), ("", []), ("x<b>y", ["x", "<b>", "y"]), ("<b>x</c>", ["<b>", "x", "</c>"]),
        ("<!-- <c/> --><b/>", ["<b>", "</b>"]), ("<?xml ?><b/>", ["<b>", "</b>"]), ("<!----><b/>", ["<b>", "</b>"]),
        ("<![CDATA[<c> & ]]]>x", ["<c> & ]", "x"]), ("<![CDATA[]]>", [""]), ("\u{FEFF}<b/>", ["<b>", "</b>"]),
        ("<!-- - -> --><c/>", ["<c>", "</c>"]), ("<b a='1' a='2'/>", ["<b 1>", "</b>"]),
    ])
    func piecesAreTold(text: String, expected: [String]) throws {
        #expect(try pieces(text) == expected)
    }

    @Test(arguments: [
        ("&amp;&lt;&gt;&quot;&apos;", "&<>\"'"), ("&#65;&#x42;&#x1F600;", "AB😀"), ("a&amp;", "a&"), ("&amp;b", "&b"), ("&", "&"),
        ("&;", "&;"),
        ("&amp", "&amp"), ("&none;", "&none;"), ("&#xD800;", "&#xD800;"), ("&#x110000;", "&#x110000;"), ("&amp;amp;", "&amp;"),
        // A name has ten characters at most.
        ("&#0000000065;", "&#0000000065;"), ("&#000000065;", "A"), ("& amp;", "& amp;"), ("&#x;", "&#x;"),
    ])
    func charactersAreNamed(text: String, expected: String) throws {
        #expect(try pieces(text) == [expected])
        #expect(try pieces("<b a='\(text)'/>") == ["<b \(expected)>", "</b>"])
        let reader = try reader("<b a='\(text)'/>")
        _ = try reader.next()
        #expect(reader.rawAttribute("a").map { String(decoding: $0, as: UTF8.self) } == text)
    }

    private func problem(_ text: String) -> String? {
        do {
            _ = try pieces(text)
            return nil
        } catch let broken as BrokenPacking { return broken.reason } catch { return "\(error)" }
    }

    @Test(arguments: ["<b", "<b a='>", "<!-- -", "<!--", "<![CDATA[x]]", "<?xml ?", "<b/", "x<"])
    func whatBreaksOffIsBroken(text: String) {
        #expect(problem(text) == BrokenPacking.brokenOff.reason)
    }

    @Test func typesAndOtherCharactersAreRefused() throws {
        #expect(problem("<!DOCTYPE x><b/>") == "XML with a document type")
        try LocalFileSystem().write([0xFF, 0xFE, 0x3C, 0], to: scratch.path.appending("x.xml"))
        #expect(throws: BrokenPacking.self) { try XMLReader(ByteStream(scratch.path.appending("x.xml"), name: "x.xml")) }
    }

    /// Texts, comments and tags on both sides of the buffer's end, which is at 262,144 bytes.
    @Test(arguments: [(1 << 18) - 12, (1 << 18) - 9, (1 << 18) - 4, (1 << 18) - 1, 1 << 18, (1 << 18) + 1, 1 << 19])
    func piecesGoBeyondTheBuffer(count: Int) throws {
        let long = String(repeating: "x", count: count)
        #expect(try pieces("<b>\(long)</b><c a='1'/>") == ["<b>", long, "</b>", "<c 1>", "</c>"])
        #expect(try pieces("<b a='\(long)'>y</b>") == ["<b \(long)>", "y", "</b>"])
        #expect(try pieces("<!--\(long)--><c/><![CDATA[\(long)]]>y") == ["<c>", "</c>", long, "y"])
        #expect(try pieces("\(long)&amp;<b/>") == [long + "&", "<b>", "</b>"])
    }
}
