import Glibc
import MLKitServing
import Testing

/// RFC 9110 and 9112, as a table: what is sent, and what comes of it.
struct HTTPRulesTests {
    struct Rule: CustomTestStringConvertible, Sendable {
        var name: String
        var bytes: String
        /// `nil` for no answer.
        var status: Int?
        var closes: Bool
        var header: (String, String)?

        var testDescription: String { name }

        init(_ name: String, _ bytes: String, _ status: Int?, closes: Bool = false, header: (String, String)? = nil) {
            (self.name, self.bytes, self.status, self.closes, self.header) = (name, bytes, status, closes, header)
        }
    }

    private static let host = "Host: x\r\n"

    static let rules = [
        // Request line: RFC 9112, section 3.
        Rule("origin-form", "GET /v2?a=b HTTP/1.1\r\n\(host)\r\n", 200),
        Rule("absolute-form", "GET http://x:80/v2 HTTP/1.1\r\n\(host)\r\n", 200),
        Rule("absolute-form with capitals and no path", "GET HTTPS://x?a HTTP/1.1\r\n\(host)\r\n", 200),
        Rule("absolute-form without a host", "GET http:///v2 HTTP/1.1\r\n\(host)\r\n", 400, closes: true),
        Rule("absolute-form with a user", "GET http://me@x/v2 HTTP/1.1\r\n\(host)\r\n", 400, closes: true),
        Rule("absolute-form with IPv6", "GET http://[::1]:80/v2 HTTP/1.1\r\n\(host)\r\n", 200),
        Rule("absolute-form with a port that is none", "GET http://x:8o/v2 HTTP/1.1\r\n\(host)\r\n", 400, closes: true),
        Rule("host with two ports", "GET /v2 HTTP/1.1\r\nHost: x:1:2\r\n\r\n", 400, closes: true),
        Rule("host of IPv6", "GET /v2 HTTP/1.1\r\nHost: [::1]:80\r\n\r\n", 200),
        Rule("host of an open bracket", "GET /v2 HTTP/1.1\r\nHost: [::1\r\n\r\n", 400, closes: true),
        Rule("another scheme", "GET ftp://x/v2 HTTP/1.1\r\n\(host)\r\n", 400, closes: true),
        Rule("asterisk-form", "OPTIONS * HTTP/1.1\r\n\(host)\r\n", 204, header: ("allow", "GET, HEAD, POST, OPTIONS")),
        Rule("asterisk-form of another method", "GET * HTTP/1.1\r\n\(host)\r\n", 400, closes: true),
        Rule("authority-form", "CONNECT x:80 HTTP/1.1\r\n\(host)\r\n", 501, closes: true),
        Rule("no target", "GET HTTP/1.1\r\n\(host)\r\n", 400, closes: true),
        Rule("space in a target", "GET /a b HTTP/1.1\r\n\(host)\r\n", 400, closes: true),
        Rule("fragment in a target", "GET /v2#a HTTP/1.1\r\n\(host)\r\n", 400, closes: true),
        Rule("unknown method", "BREW /v2 HTTP/1.1\r\n\(host)\r\n", 501, closes: true),
        Rule("known method, not here", "DELETE /v2 HTTP/1.1\r\n\(host)\r\n", 405, header: ("allow", "GET, HEAD, OPTIONS")),
        Rule("lower case method", "get /v2 HTTP/1.1\r\n\(host)\r\n", 501, closes: true),
        Rule("HTTP/2.0", "GET /v2 HTTP/2.0\r\n\(host)\r\n", 505, closes: true),
        Rule("HTTP/1.2 is of version 1", "GET /v2 HTTP/1.2\r\n\(host)\r\n", 200),
        Rule("no version", "GET /v2\r\n\(host)\r\n", 400, closes: true),
        Rule("empty lines before", "\r\n\r\nGET /v2 HTTP/1.1\r\n\(host)\r\n", 200),
        Rule("percent-encoded", "GET /%76%32 HTTP/1.1\r\n\(host)\r\n", 200),
        Rule("percent-encoded slash is no slash", "GET /v2%2Fhealth%2Flive HTTP/1.1\r\n\(host)\r\n", 404),
        Rule("percent sign alone", "GET /v2% HTTP/1.1\r\n\(host)\r\n", 400, closes: true),
        Rule("percent sign before no digits", "GET /%zz HTTP/1.1\r\n\(host)\r\n", 400, closes: true),
        Rule("percent-encoded bytes that are no text", "GET /%ff HTTP/1.1\r\n\(host)\r\n", 404),
        // Fields: RFC 9112, section 5.
        Rule("line feed alone", "GET /v2 HTTP/1.1\nHost: x\n\n", 400, closes: true),
        Rule("folded field", "GET /v2 HTTP/1.1\r\n\(host)A: b\r\n c\r\n\r\n", 400, closes: true),
        Rule("space before the colon", "GET /v2 HTTP/1.1\r\n\(host)A : b\r\n\r\n", 400, closes: true),
        Rule("no colon", "GET /v2 HTTP/1.1\r\n\(host)A\r\n\r\n", 400, closes: true),
        Rule("no name", "GET /v2 HTTP/1.1\r\n\(host): b\r\n\r\n", 400, closes: true),
        Rule("NUL in a value", "GET /v2 HTTP/1.1\r\n\(host)A: b\0c\r\n\r\n", 400, closes: true),
        Rule("carriage return in a value", "GET /v2 HTTP/1.1\r\n\(host)A: b\rc\r\n\r\n", 400, closes: true),
        Rule("spaces around a value", "GET /v2 HTTP/1.1\r\nHOST: \t x \t\r\n\r\n", 200),
        // Host: RFC 9112, section 3.2.
        Rule("no Host", "GET /v2 HTTP/1.1\r\n\r\n", 400, closes: true),
        Rule("two Hosts", "GET /v2 HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400, closes: true),
        Rule("Host that is none", "GET /v2 HTTP/1.1\r\nHost: a/b\r\n\r\n", 400, closes: true),
        Rule("empty Host", "GET /v2 HTTP/1.1\r\nHost:\r\n\r\n", 200),
        Rule("Host with address and port", "GET /v2 HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n", 200),
        Rule("HTTP/1.0 without Host", "GET /v2 HTTP/1.0\r\n\r\n", 200, closes: true, header: ("connection", "close")),
        // Bodies: RFC 9112, section 6, and RFC 9110, section 8.6.
        Rule("Content-Length of 2^63", "POST /predict HTTP/1.1\r\n\(host)Content-Length: 9223372036854775808\r\n\r\n", 413, closes: true),
        Rule("Content-Length below zero", "POST /predict HTTP/1.1\r\n\(host)Content-Length: -1\r\n\r\n", 400, closes: true),
        Rule("Content-Length with a plus", "POST /predict HTTP/1.1\r\n\(host)Content-Length: +2\r\n\r\n[]", 400, closes: true),
        Rule("empty Content-Length", "POST /predict HTTP/1.1\r\n\(host)Content-Length:\r\n\r\n", 400, closes: true),
        Rule("the same Content-Length twice", "POST /predict HTTP/1.1\r\n\(host)Content-Length: 2\r\nContent-Length: 2\r\n\r\n[]", 200),
        Rule("the same Content-Length in a list", "POST /predict HTTP/1.1\r\n\(host)Content-Length: 2, 2\r\n\r\n[]", 200),
        Rule(
            "two Content-Lengths", "POST /predict HTTP/1.1\r\n\(host)Content-Length: 2\r\nContent-Length: 3\r\n\r\n[] ", 400,
            closes: true),
        Rule(
            "length and chunks", "POST /predict HTTP/1.1\r\n\(host)Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            400, closes: true),
        Rule("chunks", "POST /predict HTTP/1.1\r\n\(host)Transfer-Encoding: Chunked\r\n\r\n1;a=b\r\n[\r\n1\r\n]\r\n0\r\nA: b\r\n\r\n", 200),
        Rule(
            "carriage return in a chunk's extension",
            "POST /predict HTTP/1.1\r\n\(host)Transfer-Encoding: chunked\r\n\r\n2;a\rb\r\n[]\r\n0\r\n\r\n", 400, closes: true),
        Rule(
            "NUL in a chunk's extension", "POST /predict HTTP/1.1\r\n\(host)Transfer-Encoding: chunked\r\n\r\n2;a\0\r\n[]\r\n0\r\n\r\n",
            400, closes: true),
        Rule(
            "trailers that are none", "POST /predict HTTP/1.1\r\n\(host)Transfer-Encoding: chunked\r\n\r\n2\r\n[]\r\n0\r\nA b\r\n\r\n",
            400, closes: true),
        Rule(
            "chunks without their ends", "POST /predict HTTP/1.1\r\n\(host)Transfer-Encoding: chunked\r\n\r\n1\r\n[]\r\n", 400,
            closes: true),
        Rule("chunk of no size", "POST /predict HTTP/1.1\r\n\(host)Transfer-Encoding: chunked\r\n\r\n\r\n", 400, closes: true),
        Rule(
            "chunk of 2^64 bytes", "POST /predict HTTP/1.1\r\n\(host)Transfer-Encoding: chunked\r\n\r\n10000000000000000\r\n", 400,
            closes: true),
        Rule(
            "chunk larger than a body", "POST /predict HTTP/1.1\r\n\(host)Transfer-Encoding: chunked\r\n\r\nFFFFFFFFF\r\n", 413,
            closes: true),
        Rule(
            "another transfer encoding", "POST /predict HTTP/1.1\r\n\(host)Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501,
            closes: true),
        Rule(
            "chunks that are not last", "POST /predict HTTP/1.1\r\n\(host)Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n", 400,
            closes: true),
        Rule("chunked twice", "POST /predict HTTP/1.1\r\n\(host)Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n", 400, closes: true),
        Rule("chunks in HTTP/1.0", "POST /predict HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400, closes: true),
        Rule(
            "unknown coding", "POST /predict HTTP/1.1\r\n\(host)Content-Encoding: br\r\nContent-Length: 2\r\n\r\n[]", 415,
            header: ("accept-encoding", "gzip, deflate")),
        Rule("no coding by name", "POST /predict HTTP/1.1\r\n\(host)Content-Encoding: identity\r\nContent-Length: 2\r\n\r\n[]", 200),
        Rule(
            "a coding that is not that of the body",
            "POST /predict HTTP/1.1\r\n\(host)Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n[]", 400),
        Rule("a body where none is looked at", "GET /v2 HTTP/1.1\r\n\(host)Content-Length: 2\r\n\r\n[]", 200),
        // Expectations: RFC 9110, section 10.1.1.
        Rule("leave for a body", "POST /predict HTTP/1.1\r\n\(host)Expect: 100-Continue\r\nContent-Length: 2\r\n\r\n", 100),
        Rule(
            "no leave for a body that has come", "POST /predict HTTP/1.1\r\n\(host)Expect: 100-continue\r\nContent-Length: 2\r\n\r\n[]",
            200),
        Rule(
            "no leave for a body that is too large",
            "POST /predict HTTP/1.1\r\n\(host)Expect: 100-continue\r\nContent-Length: 99999999\r\n\r\n", 413, closes: true),
        Rule(
            "no leave where nothing takes a body", "POST /v3 HTTP/1.1\r\n\(host)Expect: 100-continue\r\nContent-Length: 2\r\n\r\n", 404,
            closes: true),
        Rule("another expectation", "POST /predict HTTP/1.1\r\n\(host)Expect: wonders\r\nContent-Length: 2\r\n\r\n[]", 417, closes: true),
        Rule(
            "another expectation beside leave",
            "POST /predict HTTP/1.1\r\n\(host)Expect: 100-continue\r\nExpect: wonders\r\nContent-Length: 2\r\n\r\n[]", 417, closes: true),
        Rule("leave twice", "POST /predict HTTP/1.1\r\n\(host)Expect: 100-continue, 100-continue\r\nContent-Length: 2\r\n\r\n", 100),
        Rule(
            "an expectation in HTTP/1.0", "POST /predict HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n[]", 200,
            closes: true),
        // Connections: RFC 9112, section 9.
        Rule("close", "GET /v2 HTTP/1.1\r\n\(host)Connection: a, CLOSE\r\n\r\n", 200, closes: true, header: ("connection", "close")),
        Rule("HTTP/1.0 kept alive", "GET /v2 HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", 200, header: ("connection", "keep-alive")),
        Rule("OPTIONS of a path", "OPTIONS /predict HTTP/1.1\r\n\(host)\r\n", 204, header: ("allow", "POST, OPTIONS")),
        Rule("HEAD", "HEAD /v2/health/live HTTP/1.1\r\n\(host)\r\n", 200, header: ("content-length", "13")),
    ]

    @Test(arguments: rules)
    func holds(_ rule: Rule) throws {
        let server = try HTTPServer(service: CensusEngine.service(), port: 0)
        defer { server.stop(within: 1) }
        let client = try Client(port: server.port)
        client.send(rule.bytes)
        let answer = client.answer(withBody: !rule.bytes.hasPrefix("HEAD"))
        #expect(answer?.status == rule.status)
        if let (name, value) = rule.header { #expect(answer?.headers[name] == value) }
        #expect(answer?.status == 100 || answer?.headers["date"]?.hasSuffix(" GMT") == true)
        if rule.closes {
            #expect(client.isEnded())
        } else if answer?.status != 100 {
            client.send("GET /v2/health/live HTTP/1.1\r\nhost: x\r\n\r\n")
            #expect(client.answer()?.body == #"{"live":true}"#)
        }
    }

    /// Wherever the bytes of a request are cut, it is the same request.
    @Test func requestsMayArriveInPieces() throws {
        let server = try HTTPServer(service: CensusEngine.service(), port: 0)
        defer { server.stop(within: 1) }
        let request = Array(
            "POST /predict HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1;a\r\n[\r\n1\r\n]\r\n0\r\nT: u\r\n\r\n".utf8)
        for cut in 1..<request.count {
            let client = try Client(port: server.port)
            client.send(Array(request[..<cut]))
            usleep(300)
            client.send(Array(request[cut...]))
            #expect(client.answer()?.status == 200)
        }
    }
}
