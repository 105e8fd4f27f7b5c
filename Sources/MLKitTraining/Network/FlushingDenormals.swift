internal import CEngines

/// Runs `body` with numbers of less than a whole mantissa (floats below 10⁻³⁸) taken for nought: a penalty lets weights and
/// Adam's means decay into them, and a processor takes a hundred times as long over one as over any other number.
///
/// Threads that `body` starts, as OpenBLAS does when it is loaded, compute so too.
func flushingDenormals<Result>(_ body: () throws -> Result) rethrows -> Result {
    let state = engine_flush_denormals()
    defer { engine_restore_denormals(state) }
    return try body()
}
