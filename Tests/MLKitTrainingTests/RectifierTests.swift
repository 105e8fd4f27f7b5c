import Testing

@testable import MLKitTraining

/// Units that answer nothing below nought, over more values than a processor takes at once and a few more.
@Suite struct RectifierTests {
    private static let values = [-2, -0.0, 0, 0.5, .nan, 3, -.infinity, .infinity, 1, -1, 2] as [Double]
    private static let rectified = [0, 0, 0, 0.5, 0, 3, 0, .infinity, 1, 0, 2] as [Double]

    @Test func whatIsNotAboveNoughtBecomesNought() {
        var doubles = Self.values
        doubles.withUnsafeMutableBufferPointer { Double.rectify($0.baseAddress.unsafelyUnwrapped, count: $0.count) }
        #expect(doubles == Self.rectified)
        var floats = Self.values.map { Float($0) }
        floats.withUnsafeMutableBufferPointer { Float.rectify($0.baseAddress.unsafelyUnwrapped, count: $0.count) }
        #expect(floats == Self.rectified.map { Float($0) })
    }

    @Test func noMoreValuesThanAskedFor() {
        var values = [-1, -1, -1] as [Float]
        values.withUnsafeMutableBufferPointer { Float.rectify($0.baseAddress.unsafelyUnwrapped, count: 2) }
        #expect(values == [0, 0, -1])
    }

    @Test func slopesPassWhereTheOutputIsAboveNought() {
        let outputs = Self.rectified
        var slopes = outputs.indices.map { -Double($0) - 1 }
        slopes.withUnsafeMutableBufferPointer { Double.rectify(slopes: $0.baseAddress.unsafelyUnwrapped, outputs: outputs,
            count: $0.count) }
        #expect(slopes == [0, 0, 0, -4, 0, -6, 0, -8, -9, 0, -11])
    }
}
