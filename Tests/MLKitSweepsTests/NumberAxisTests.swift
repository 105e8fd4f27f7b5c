import Glibc
import MLKitCore
import MLKitSpec
import Testing

@testable import MLKitSweeps

/// Ranges of numbers as searches see them, to their ends.
@Suite struct NumberAxisTests {
    private func axis(_ minimum: Double, _ maximum: Double, log: Bool = false, step: Double? = nil, whole: Bool = false) -> NumberAxis {
        NumberAxis(.init(minimum: minimum, maximum: maximum, step: whole ? 1 : step, isLogarithmic: log, isWhole: whole))
    }

    @Test func aRangeGoesFromEndToEnd() {
        let plain = axis(2, 10)
        #expect(plain.lower == 2 && plain.upper == 10 && plain.count == nil && plain.stretch(of: 3) == nil)
        #expect(plain.value(at: 1.9) == 2.0 && plain.value(at: 10.1) == 10.0 && plain.value(at: 3.14159265) == 3.14159)
        let logarithmic = axis(0.001, 1000, log: true)
        #expect(logarithmic.lower == Glibc.log(0.001) && logarithmic.upper == Glibc.log(1000.0))
        #expect(logarithmic.place(of: 1) == 0 && logarithmic.value(at: 0) == 1.0 && logarithmic.value(at: 99) == 1000.0)
    }

    /// Each value owns the stretch that is nearest to it, the first and the last as much as the others.
    @Test func steppedValuesShareTheLine() {
        let axis = axis(0, 1, step: 0.25)
        #expect(axis.count == 5 && axis.lower == -0.125 && axis.upper == 1.125)
        #expect((0..<5).map { axis.value(number: $0) } == [0.0, 0.25, 0.5, 0.75, 1.0])
        #expect(axis.stretch(of: 0) == -0.125...0.125 && axis.stretch(of: 0.5) == 0.375...0.625 && axis.stretch(of: 1) == 0.875...1.125)
        for (place, value) in [(-0.125, 0.0), (0.124, 0), (0.126, 0.25), (0.874, 0.75), (0.876, 1), (1.125, 1), (9, 1), (-9, 0)] {
            #expect(axis.value(at: place) == .double(value), "\(place)")
        }
    }

    /// A step that does not come out at the end stops before it.
    @Test(arguments: [(1.0, 4), (0.9, 4), (0.89, 3), (0.3, 2), (0.29, 1), (0.1, 1)])
    func stepsStopAtTheEnd(maximum: Double, count: Int) {
        #expect(axis(0, maximum, step: 0.3).count == count)
    }

    @Test func wholeNumbersAreWhole() {
        let axis = axis(1, 4, whole: true)
        #expect(axis.count == 4 && (0..<4).map { axis.value(number: $0) } == [1, 2, 3, 4])
        #expect(axis.value(at: 1.49) == 1 && axis.value(at: 1.51) == 2 && axis.value(at: 4.5) == 4)
    }

    /// On a logarithmic scale the first value begins half a step below it, but never below half of it.
    @Test func steppedValuesOnALogarithmicScale() {
        let whole = axis(1, 8, log: true, whole: true)
        #expect(whole.lower == Glibc.log(0.5) && whole.upper == Glibc.log(8.5))
        #expect(whole.stretch(of: 1) == Glibc.log(0.5)...Glibc.log(1.5) && whole.stretch(of: 8) == Glibc.log(7.5)...Glibc.log(8.5))
        let wide = axis(1, 9, log: true, step: 4)
        #expect(wide.lower == Glibc.log(0.5) && wide.upper == Glibc.log(11.0) && wide.count == 3)
        #expect(wide.stretch(of: 1) == Glibc.log(0.5)...Glibc.log(3.0) && wide.stretch(of: 5) == Glibc.log(3.0)...Glibc.log(7.0))
    }
}
