import Testing

@testable import MLKitServing

/// Names and figures as they are written into paths and pages.
@Suite struct WrittenNameTests {
    @Test(arguments: [
        ("a-Z.09_~", "a-Z.09_~"), ("a b/c", "a%20b%2Fc"), ("é", "%C3%A9"), ("\t\u{F}\u{10}", "%09%0F%10"), ("%", "%25"), ("", ""),
        ("@[`{/:", "%40%5B%60%7B%2F%3A"),
    ])
    func namesArePercentEncoded(name: String, encoded: String) {
        #expect(PercentEncoding.encoded(name) == encoded && PercentEncoding.decoded(encoded[...]) == name)
    }

    @Test func whatIsNotEncodedIsNone() {
        for part in ["%", "%2", "%zz", "%2g", "%ff", "a%c3"] { #expect(PercentEncoding.decoded(part[...]) == nil, "\(part)") }
        #expect(PercentEncoding.decoded("%c3%A9+b") == "é+b")
    }

    /// A duration that is a bound is counted there; bounds count all below them.
    @Test func durationsAreCountedUpToTheirBounds() {
        let histogram = Histogram()
        for microseconds in [0, 100, 101, 30_000_000, 30_000_001] { histogram.add(microseconds * 1000) }
        histogram.add(100_999)
        var page = MetricsPage()
        histogram.write(to: &page, "t", [("a", "b\"\\\n")])
        let lines = page.text.split(separator: "\n")
        let label = #"a="b\"\\\n""#
        #expect(lines.first == "t_bucket{\(label),le=\"0.0001\"} 3" && lines.contains("t_bucket{\(label),le=\"0.00025\"} 4"))
        #expect(lines.suffix(4) == [
            "t_bucket{\(label),le=\"30.0\"} 5", "t_bucket{\(label),le=\"+Inf\"} 6", "t_sum{\(label)} \(Double(histogram.sum) / 1e9)",
            "t_count{\(label)} 6",
        ])
        #expect(histogram.count == 6 && histogram.sum == 60_000_202_000 + 100_999)
    }
}
