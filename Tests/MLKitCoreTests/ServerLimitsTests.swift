import MLKitCore
import Testing

/// What a limit may be, to its last number.
@Suite struct ServerLimitsTests {
    private func value(_ text: String, _ path: KeyPath<ServerLimits, Int> = \.body) -> Int? {
        var limits = ServerLimits()
        do { try limits.set(text) } catch { return nil }
        return limits[keyPath: path]
    }

    /// The smallest and the largest are taken, and what lies beyond is refused.
    @Test(arguments: ServerLimits.all.map(\.name)) func bothEndsBelongToIt(name: String) throws {
        let limit = try #require(ServerLimits.all.first { $0.name == name })
        let inside: [String]
        let outside: [String]
        switch limit.kind {
        case .count(let range), .bytes(let range):
            inside = ["\(range.lowerBound)", "\(range.upperBound)"]
            outside = ["\(range.lowerBound - 1)", "\(range.upperBound + 1)", "1.5", "", "x"]
        case .seconds(let range):
            inside = ["\(range.lowerBound)", "\(range.upperBound)"]
            outside = ["\(range.lowerBound - 0.0001)", "\(range.upperBound + 1)", "nan", "inf", ""]
        }
        for text in inside {
            var limits = ServerLimits()
            try limits.set("\(name)=\(text)")
            #expect(Double(limit.text(limits)) == Double(text))
        }
        for text in outside {
            var limits = ServerLimits()
            #expect { try limits.set("\(name)=\(text)") } throws: {
                "\($0)" == "error: the limit `\(name)` should be \(limit.expectation), not `\(text)`\n"
            }
            #expect(limits == ServerLimits())
        }
    }

    @Test func bytesMayHaveAUnit() {
        #expect(value("body=2K") == 2 << 10 && value("body=3M") == 3 << 20 && value("body=1G") == 1 << 30)
        #expect(value("body=K") == nil && value("body=2k") == nil && value("body=1T") == nil && value("rows=2K", \.rows) == nil)
        #expect(value("memory=1024G", \.memory) == 1 << 40 && value("memory=1025G", \.memory) == nil)
        // More than fits into a number is not what is left of it.
        #expect(value("memory=17179869200G", \.memory) == nil && value("memory=-17179869168G", \.memory) == nil)
    }

    @Test func whatIsNoLimitIsSaid() {
        for (text, message) in [
            ("rows", "error: a limit is given as NAME=VALUE, not as `rows`\n"),
            ("row=1", "error: unknown limit `row`\n\nhint: did you mean `rows`?\n"),
            ("rows=1=2", "error: the limit `rows` should be a whole number from 1 to 10000000, not `1=2`\n"),
        ] {
            var limits = ServerLimits()
            #expect { try limits.set(text) } throws: { "\($0)" == message }
        }
    }
}
