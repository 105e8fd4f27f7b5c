extension PythonFormat {
    /// How one value is set: width, side, sign, digits.
    struct Layout {
        private var fill = "0"
        private var width = 0
        private var precision: Int?
        private var alignment: Unicode.Scalar = ">"
        private var showsSign = false
        private var isZeroFilled = false

        /// Flags, width and precision after `%`.
        init(percent scanner: inout Scanner) {
            fill = " "
            while let flag = scanner.first, "-+0 #".unicodeScalars.contains(flag) {
                _ = scanner.next()
                if flag == "-" { alignment = "<" }
                if flag == "+" { showsSign = true }
                if flag == "0" { isZeroFilled = true }
            }
            readSize(&scanner)
        }

        /// Fill, side, sign, width and precision after `:`.
        init(braces scanner: inout Scanner, isNumber: Bool) {
            fill = " "
            alignment = isNumber ? ">" : "<"
            if let side = scanner.second, "<>^".unicodeScalars.contains(side), let first = scanner.next() {
                fill = String(first)
            }
            if let side = scanner.first, "<>^".unicodeScalars.contains(side) {
                alignment = side
                _ = scanner.next()
            }
            showsSign = scanner.take("+")
            isZeroFilled = scanner.take("0")
            readSize(&scanner)
        }

        private mutating func readSize(_ scanner: inout Scanner) {
            width = scanner.number() ?? 0
            if scanner.take(".") { precision = scanner.number() ?? 0 }
        }

        func text(_ value: JinjaValue, type: Unicode.Scalar) throws -> String {
            guard width <= 100_000 else { throw JinjaComplaint("a width of more than 100000") }
            switch type {
            case "s": return padded(shortened(value.text))
            case "r": return padded(shortened(value.representation))
            case "d", "i", "x", "X", "o", "b": return try padded(whole(value, type), isNumber: true)
            case "f", "F", "e", "g":
                guard let number = value.number else { throw mismatch(value, type) }
                let digits = PythonFormat.digits(abs(number.double), precision ?? 6, type)
                return padded(sign(number.double < 0) + digits, isNumber: true)
            default: throw JinjaComplaint("the layout `\(type)` is not supported")
            }
        }

        private func whole(_ value: JinjaValue, _ type: Unicode.Scalar) throws -> String {
            guard let number = value.number, let whole = Int(exactly: number.double.rounded(.towardZero)) else {
                throw mismatch(value, type)
            }
            let magnitude = value.integer?.magnitude ?? whole.magnitude
            let radix = type == "x" || type == "X" ? 16 : type == "o" ? 8 : type == "b" ? 2 : 10
            return sign(number.double < 0) + String(magnitude, radix: radix, uppercase: type == "X")
        }

        private func mismatch(_ value: JinjaValue, _ type: Unicode.Scalar) -> JinjaComplaint {
            JinjaComplaint("the layout `\(type)` takes a number, not \(value.typeName)")
        }

        private func sign(_ isNegative: Bool) -> String { isNegative ? "-" : showsSign ? "+" : "" }

        private func shortened(_ text: String) -> String {
            precision.map { String(text.unicodeScalars.prefix($0)) } ?? text
        }

        private func padded(_ text: String, isNumber: Bool = false) -> String {
            if isZeroFilled, isNumber, alignment == ">" {
                let sign = text.first.map { "+-".contains($0) } ?? false ? String(text.prefix(1)) : ""
                let digits = String(text.dropFirst(sign.count))
                return sign + PythonText.padded(digits, to: width - sign.count, before: true, after: false, with: "0")
            }
            return PythonText.padded(text, to: width, before: alignment != "<", after: alignment != ">", with: fill)
        }
    }
}
