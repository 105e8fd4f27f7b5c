internal import Glibc
internal import MLKitONNX

/// Sums of how like a row is to support vectors, in double precision.
struct KernelMachines {
    /// [vectors, columns]
    let vectors: [Float]
    let columns: Int
    let gamma: Double
    /// [vectors, machines]
    let coefficients: [Double]
    /// [machines]
    let offsets: [Double]
    let blas: BLAS

    var count: Int { vectors.count / max(columns, 1) }

    /// How many rows are asked about at a time.
    private static let asked = 256

    /// The same whose margins are on lines.
    func behind(_ lines: [ProbabilityCalibrator.Line]) -> KernelMachines {
        KernelMachines(
            vectors: vectors, columns: columns, gamma: gamma,
            coefficients: coefficients.enumerated().map { $1 * lines[$0 % lines.count].slope },
            offsets: zip(offsets, lines).map { $0 * $1.slope + $1.offset }, blas: blas)
    }

    /// [rows, machines]
    func margins(_ features: FeatureMatrix) -> [Double] {
        let machines = offsets.count
        let held = vectors.map { Double($0) }
        let lengths = Self.lengths(held, columns)
        var margins = [Double]()
        margins.reserveCapacity(features.rows * machines)
        for first in stride(from: 0, to: features.rows, by: Self.asked) {
            let rows = first..<min(first + Self.asked, features.rows)
            let asked = features.dense(rows).map { Double($0) }
            let own = Self.lengths(asked, columns)
            let products = products(asked, rows.count, held)
            for row in 0..<rows.count {
                var sums = offsets
                for vector in lengths.indices {
                    let square = max(own[row] + lengths[vector] - 2 * products[row * lengths.count + vector], 0)
                    let likeness = exp(-gamma * square)
                    for machine in 0..<machines { sums[machine] += likeness * coefficients[vector * machines + machine] }
                }
                margins += sums
            }
        }
        return margins
    }

    private func products(_ asked: [Double], _ rows: Int, _ held: [Double]) -> [Double] {
        var products = [Double](repeating: 0, count: rows * count)
        asked.withUnsafeBufferPointer { asked in
            held.withUnsafeBufferPointer { held in
                products.withUnsafeMutableBufferPointer { products in
                    guard let left = asked.baseAddress, let right = held.baseAddress, let output = products.baseAddress else { return }
                    Double.multiply(
                        MatrixView(start: left, rows: rows, columns: columns),
                        MatrixView(start: right, rows: count, columns: columns, isTransposed: true), into: output, keep: 0, with: blas)
                }
            }
        }
        return products
    }

    private static func lengths(_ values: [Double], _ columns: Int) -> [Double] {
        stride(from: 0, to: values.count, by: max(columns, 1)).map { start in
            values[start..<start + columns].reduce(0) { $0 + $1 * $1 }
        }
    }

    /// Adds the margins [N, machines] of inputs [N, columns].
    func export(_ inputs: Value, to builder: inout GraphBuilder) throws -> Value {
        let offsets = builder.constant(try Tensor(.double(self.offsets), shape: [1, self.offsets.count]))
        let asked = builder.node("Cast", [inputs], [("to", .int(11))])
        let held = builder.node("Cast", [builder.constant(try Tensor(.float(vectors), shape: [count, columns]))], [("to", .int(11))])
        let own = builder.node(
            "ReduceSum", [builder.node("Mul", [asked, asked]), builder.constant(Tensor(.int64([1])))], [("keepdims", .int(1))])
        let lengths = builder.constant(try Tensor(.double(Self.lengths(vectors.map { Double($0) }, columns)), shape: [1, count]))
        let products = builder.node("Gemm", [asked, held, lengths], [("alpha", .float(-2)), ("transB", .int(1))])
        let squares = builder.node("Max", [builder.node("Add", [products, own]), builder.constant(.scalar(0.0))])
        let likeness = builder.node("Exp", [builder.node("Mul", [squares, builder.constant(.scalar(-gamma))])])
        let table = builder.constant(try Tensor(.double(coefficients), shape: [count, self.offsets.count]))
        return builder.node("Add", [builder.node("MatMul", [likeness, table]), offsets])
    }
}

/// Machines with their lines.
struct KernelSVMEstimator: Estimator {
    let machines: KernelMachines
    let loss: Loss

    var heldRows: Int? { machines.count > 0 ? machines.count : nil }

    func predict(_ features: FeatureMatrix) -> [Float] {
        SVMAnswer(loss: loss)(machines.margins(features).map { Float($0) })
    }

    func export(_ columns: [Value], encoder: FeatureEncoder, to builder: inout GraphBuilder) throws -> Value {
        let margins = try machines.export(encoder.export(columns, to: &builder), to: &builder)
        return SVMAnswer(loss: loss).export(builder.node("Cast", [margins], [("to", .int(1))]), to: &builder)
    }
}
