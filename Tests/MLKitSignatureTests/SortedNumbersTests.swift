import MLKitCore
import Testing

@testable import MLKitSignature

/// Where numbers stand among sorted ones, and what follows from it.
@Suite struct SortedNumbersTests {
    @Test func anEdgeIsInTheBinAboveIt() {
        let edges = [1.0, 2, 2, 5]
        let numbers: [(number: Double, upTo: Int, below: Int)] = [
            (0.9, 0, 0), (1, 1, 0), (1.5, 1, 1), (2, 3, 1), (4.9, 3, 3), (5, 4, 3), (6, 4, 4), (.infinity, 4, 4), (-.infinity, 0, 0),
            (.nan, 0, 0),
        ]
        for (number, upTo, below) in numbers {
            #expect(SortedNumbers.countUpTo(number, in: edges) == upTo && SortedNumbers.countBelow(number, in: edges) == below, "\(number)")
        }
        #expect(SortedNumbers.countUpTo(1, in: []) == 0 && SortedNumbers.countBelow(1, in: []) == 0)
        for count in 0..<20 {
            let all = (0..<count).map(Double.init)
            for number in 0...count {
                #expect(SortedNumbers.countUpTo(Double(number), in: all) == min(number + 1, count)
                    && SortedNumbers.countBelow(Double(number), in: all) == number)
            }
        }
    }

    /// What comes of sorting all of them, with ties and whatever their order.
    @Test func quantilesOfNumbersInAnyOrder() {
        let shares = [0, 0.01, 0.25, 0.3, 0.5, 0.75, 0.99, 1]
        for count in [1, 2, 3, 4, 7, 100, 1001] {
            for spread in [1, 3, 50, 100_000] {
                let drawn = (0..<count).map { Double(($0 &* 7_919 &+ 13) % 104_729 % spread) - 5 }
                for numbers in [drawn, drawn.sorted(), drawn.sorted(by: >), drawn + drawn] {
                    let sorted = numbers.sorted()
                    #expect(SortedNumbers.quantiles(shares, ofAny: numbers) == shares.map { SortedNumbers.quantile($0, of: sorted) },
                        "\(count) \(spread)")
                }
            }
        }
    }

    /// Few are compared, many go by their bits.
    @Test func sortedByTheirBits() {
        let odd = [-0.0, 0, .infinity, -.infinity, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, 1, -1, 1.0.nextUp]
        var random = SystemRandomNumberGenerator()
        for count in [0, 1, 900, 1013, 1024, 5000] {
            let drawn = (0..<count).map { _ in Double(bitPattern: .random(in: 0...UInt64.max, using: &random)) }.filter { !$0.isNaN }
            for numbers in [drawn, odd + drawn, drawn.map { ($0.significand * 100).rounded() }, drawn.map { _ in 3 }, drawn.sorted(by: >)] {
                let sorted = SortedNumbers.sorted(numbers)
                #expect(sorted == numbers.sorted() && !sorted.contains { $0 == 0 && $0.sign == .minus })
                #expect(SortedNumbers.countDistinct(sorted) == Set(numbers).count)
            }
        }
    }

    /// NumPy 2's `quantile`.
    @Test func quantilesAreBetweenTwoNumbers() {
        let numbers = [1.0, 2, 4]
        #expect([0, 0.25, 0.5, 0.75, 1].map { SortedNumbers.quantile($0, of: numbers) } == [1, 1.5, 2, 3, 4])
        #expect(SortedNumbers.quantile(0.3, of: [7]) == 7)
        #expect(SortedNumbers.quantile(0.5, of: [-.infinity, 0, .infinity]) == 0)
    }

    /// By the formula in NumPy.
    @Test func stabilityOfShares() {
        #expect(abs(StabilityIndex.between([10, 0, 5, 25], [8, 4, 5, 3]) - 2.3544446125483853) < 1e-12)
        #expect(StabilityIndex.between([3, 1], [30, 10]) == 0)
        // Two bins are used: one degree of freedom. (1/40 + 1/20) (1 + 4 √2 + 8)
        #expect(abs(StabilityIndex.chance([30, 10, 0], [10, 10, 0]) - 0.075 * (9 + 4 * 2.0.squareRoot())) < 1e-12)
        #expect(abs(StabilityIndex.chance([0, 40], [0, 20]) - 0.6) < 1e-12)
        #expect(abs(StabilityIndex.chance([1, 39, 0], [0, 19, 1]) - 0.075 * (10 + 8)) < 1e-12)
    }

    @Test func labelsByTextNumberAndPlace() {
        let classes = ["2", "0", "1"]
        #expect(LabelForm.place.label(0, among: classes) == "2" && LabelForm.number.label(0, among: classes) == "0")
        #expect(LabelForm.place.label(3, among: classes) == nil && LabelForm.place.label(-1, among: classes) == nil
            && LabelForm.place.label(2, among: classes) == "1")
        #expect(LabelForm.number.label(3, among: classes) == nil && LabelForm.text.label(1, among: ["a", "b"]) == nil)
        // Of two rows the most probable classes are the first and the last.
        let probabilities = [0.7, 0.2, 0.1, 0.1, 0.3, 0.6]
        #expect(LabelForm.telling([2, 1], probabilities: probabilities, classes: classes) == .number)
        #expect(LabelForm.telling([0, 2], probabilities: probabilities, classes: classes) == .place)
        // As often: the class itself.
        #expect(LabelForm.telling([0, 0], probabilities: [0.7, 0.2, 0.1, 0.1, 0.8, 0.1], classes: classes) == .number)
        #expect(LabelForm.telling([7, 0], probabilities: probabilities, classes: classes) == nil)
        #expect(LabelForm.telling([0, 1], probabilities: [0.7, 0.3, 0.2, 0.8], classes: ["a", "b"]) == .place)
        #expect(LabelForm.telling([0], probabilities: [1], classes: []) == nil
            && LabelForm.telling([0], probabilities: [1, 0, 0], classes: ["a", "b"]) == nil)
    }

    @Test func textsAreCleaned() {
        let cleaning = Cleaning(missing: ["NA", "none"], unicode: .nfc)
        #expect(cleaning.text(" a b ") == "a b" && cleaning.text("  ") == nil && cleaning.text("") == nil && cleaning.text(" NA\t") == nil)
        #expect(cleaning.text("na") == "na" && cleaning.text("none", categories: { $0 == "none" }) == "none"
            && cleaning.text("none", categories: { $0 == "NA" }) == nil)
        #expect(cleaning.text("u\u{308}")?.unicodeScalars.count == 1 && Cleaning().text("u\u{308}")?.unicodeScalars.count == 2)
    }

    @Test func marksOnALetter() {
        let accents = { (count: Int) in "a" + String(repeating: "\u{301}", count: count) }
        #expect(!CombiningMarks.areTooMany(accents(30)) && CombiningMarks.areTooMany(accents(31)))
        #expect(!CombiningMarks.areTooMany(accents(20) + accents(20)) && CombiningMarks.areTooMany("b" + accents(20) + accents(31)))
        // In the order of their classes: below (220), above (230), each in the order it came; what stands around stays.
        let mixed = "x" + String(repeating: "\u{301}\u{323}", count: 20) + "y"
        let ordered = "x" + String(repeating: "\u{323}", count: 20) + String(repeating: "\u{301}", count: 20) + "y"
        #expect(CombiningMarks.ordered(mixed).unicodeScalars.elementsEqual(ordered.unicodeScalars))
        #expect(CombiningMarks.ordered(String(mixed.dropLast())).unicodeScalars.elementsEqual(ordered.dropLast().unicodeScalars))
        let few = "x\u{301}\u{323}"
        #expect(CombiningMarks.ordered(few).unicodeScalars.elementsEqual(few.unicodeScalars))
        #expect(
            UnicodeForm.nfc.normalized("e\u{301}").unicodeScalars.elementsEqual(["\u{E9}"]) && UnicodeForm.nfc.normalized("abc") == "abc")
    }
}
