internal import CEngines
internal import Glibc

/// The two precisions OpenBLAS computes in.
protocol BLASScalar: BinaryFloatingPoint {
    /// output [m, n] := a [m, k] · b [k, n] + keep · output; all row-major.
    static func multiply(
        _ a: MatrixView<Self>, _ b: MatrixView<Self>, into output: UnsafeMutablePointer<Self>, keep: Self,
        with blas: BLAS)

    /// Rectified linear units: what is not above nought becomes nought.
    static func rectify(_ values: UnsafeMutablePointer<Self>, count: Int)

    /// Makes derivatives by the outputs of rectified units those by their inputs.
    static func rectify(slopes: UnsafeMutablePointer<Self>, outputs: UnsafePointer<Self>, count: Int)

    static func exponential(_ value: Self) -> Self
    static func logarithm(_ value: Self) -> Self
}

extension Float: BLASScalar {
    static func multiply(
        _ a: MatrixView<Float>, _ b: MatrixView<Float>, into output: UnsafeMutablePointer<Float>, keep: Float,
        with blas: BLAS
    ) {
        if b.resultColumns == 1 {
            blas.sgemv(
                BLAS.rowMajor, BLAS.transposition(a.isTransposed), Int32(a.rows), Int32(a.columns), 1, a.start,
                Int32(a.columns), b.start, 1, keep, output, 1)
        } else {
            blas.sgemm(
                BLAS.rowMajor, BLAS.transposition(a.isTransposed), BLAS.transposition(b.isTransposed),
                Int32(a.resultRows), Int32(b.resultColumns), Int32(a.resultColumns), 1, a.start, Int32(a.columns),
                b.start, Int32(b.columns), keep, output, Int32(b.resultColumns))
        }
    }

    static func rectify(_ values: UnsafeMutablePointer<Float>, count: Int) { engine_rectify_floats(values, count) }

    static func rectify(slopes: UnsafeMutablePointer<Float>, outputs: UnsafePointer<Float>, count: Int) {
        engine_rectify_float_slopes(slopes, outputs, count)
    }

    static func exponential(_ value: Float) -> Float { expf(value) }
    static func logarithm(_ value: Float) -> Float { logf(value) }
}

extension Double: BLASScalar {
    static func multiply(
        _ a: MatrixView<Double>, _ b: MatrixView<Double>, into output: UnsafeMutablePointer<Double>, keep: Double,
        with blas: BLAS
    ) {
        if b.resultColumns == 1 {
            blas.dgemv(
                BLAS.rowMajor, BLAS.transposition(a.isTransposed), Int32(a.rows), Int32(a.columns), 1, a.start,
                Int32(a.columns), b.start, 1, keep, output, 1)
        } else {
            blas.dgemm(
                BLAS.rowMajor, BLAS.transposition(a.isTransposed), BLAS.transposition(b.isTransposed),
                Int32(a.resultRows), Int32(b.resultColumns), Int32(a.resultColumns), 1, a.start, Int32(a.columns),
                b.start, Int32(b.columns), keep, output, Int32(b.resultColumns))
        }
    }

    static func rectify(_ values: UnsafeMutablePointer<Double>, count: Int) { engine_rectify_doubles(values, count) }

    static func rectify(slopes: UnsafeMutablePointer<Double>, outputs: UnsafePointer<Double>, count: Int) {
        engine_rectify_double_slopes(slopes, outputs, count)
    }

    static func exponential(_ value: Double) -> Double { exp(value) }
    static func logarithm(_ value: Double) -> Double { log(value) }
}
