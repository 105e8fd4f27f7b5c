internal import MLKitCore

/// An object of S3, or of a server that speaks as S3 does: `s3://bucket/folder/key.csv`.
struct ObjectAddress {
    let bucket: String
    let key: String

    /// - Returns: `nil` for text of another form.
    init?(_ text: String) {
        guard text.hasPrefix("s3://") else { return nil }
        let parts = text.dropFirst(5).split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[1].isEmpty, Self.isBucket(parts[0]), !parts[1].contains(where: \.isNewline) else { return nil }
        (bucket, key) = (String(parts[0]), String(parts[1]))
    }

    /// Small letters, digits, points and hyphens, which mean nothing within an address.
    private static func isBucket(_ name: Substring) -> Bool {
        (3...63).contains(name.utf8.count) && name.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
        }
    }

    /// Where and with which headers it is asked for.
    ///
    /// - Parameters:
    ///   - variable: the environment, as the tools of AWS read it: `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`,
    ///     `AWS_REGION`, `AWS_ENDPOINT_URL_S3`. Without a key it is asked for as everybody may.
    ///   - time: `20130524T000000Z`.
    func request(_ variable: (String) -> String?, time: String) throws -> (url: String, headers: [(name: String, value: String)]) {
        let region = variable("AWS_REGION") ?? variable("AWS_DEFAULT_REGION") ?? "us-east-1"
        let (start, host, path) = try place(variable("AWS_ENDPOINT_URL_S3") ?? variable("AWS_ENDPOINT_URL"), region)
        guard let identifier = variable("AWS_ACCESS_KEY_ID") else { return (start + path, []) }
        guard let secret = variable("AWS_SECRET_ACCESS_KEY") else {
            throw Failure("`AWS_ACCESS_KEY_ID` is set, and `AWS_SECRET_ACCESS_KEY` is not")
        }
        let key = RequestSigning.Key(identifier: identifier, secret: secret, token: variable("AWS_SESSION_TOKEN"))
        return (start + path, RequestSigning(key: key, region: region, time: time).headers(host: host, path: path))
    }

    private func place(_ endpoint: String?, _ region: String) throws -> (start: String, host: String, path: String) {
        let escaped = Self.escaped(key)
        guard let endpoint else {
            // A point in the name would be none of the certificate's.
            if bucket.contains(".") {
                let host = "s3.\(region).amazonaws.com"
                return ("https://\(host)", host, "/\(bucket)/\(escaped)")
            }
            let host = "\(bucket).s3.\(region).amazonaws.com"
            return ("https://\(host)", host, "/\(escaped)")
        }
        let plain = endpoint.hasSuffix("/") ? String(endpoint.dropLast()) : endpoint
        let scheme = ["https://", "http://"].first { plain.hasPrefix($0) }
        guard let scheme, plain.count > scheme.count,
            !plain.dropFirst(scheme.count).contains(where: { "/?#@".contains($0) || $0.isWhitespace })
        else {
            throw Failure("`AWS_ENDPOINT_URL_S3` is to be an address such as `https://storage.example.org`")
        }
        return (plain, String(plain.dropFirst(scheme.count)), "/\(bucket)/\(escaped)")
    }

    /// All but letters, digits and `-._~/` by their bytes.
    static func escaped(_ text: String) -> String {
        text.utf8.map { byte in
            let scalar = Unicode.Scalar(byte)
            let isPlain = byte < 0x80 && (scalar.properties.isAlphabetic || (0x30...0x39).contains(byte) || "-._~/".utf8.contains(byte))
            return isPlain ? String(scalar) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }.joined()
    }
}
