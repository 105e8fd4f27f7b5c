internal import MLKitCore
package import MLKitONNX
package import MLKitTables

extension Table {
    /// Some rows of the column that an input is named after, of the input's type, [rows, 1].
    ///
    /// - Throws: `Failure` that names the column if the table does not have it, or not as the input's type.
    package func tensor(for input: ValueDescription, rows: Range<Int>) throws -> Tensor {
        let shape = [rows.count, 1]
        switch (self[input.name], input.type) {
        case (.numeric(let values), .double): return try Tensor(.double(Array(values[rows])), shape: shape)
        case (.numeric(let values), .float): return try Tensor(.float(values[rows].map(Float.init)), shape: shape)
        case (.text(let texts), .string): return try Tensor(.string(rows.map { texts[$0] ?? "" }), shape: shape)
        case (nil, _): throw Failure("the table has no column `\(input.name)`")
        default: throw Failure("the column `\(input.name)` cannot be fed to an input that is \(input)")
        }
    }
}
