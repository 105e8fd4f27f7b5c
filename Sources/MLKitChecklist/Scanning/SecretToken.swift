/// Tokens that their providers let begin with a fixed text, so that scanners find them.
struct SecretToken: Sendable {
    typealias Set = @Sendable (UInt8) -> Bool

    let kind: String
    let prefix: [UInt8]
    /// How many characters follow.
    let lengths: ClosedRange<Int>
    let accepts: Set

    init(_ kind: String, _ prefix: String, _ lengths: ClosedRange<Int>, _ accepts: @escaping Set) {
        self.kind = kind
        self.prefix = Array(prefix.utf8)
        self.lengths = lengths
        self.accepts = accepts
    }

    private static let upper: Set = { TextLines.isUpper($0) || TextLines.isDigit($0) }
    private static let plain: Set = { TextLines.isLetter($0) || TextLines.isDigit($0) }
    private static let dashed: Set = { TextLines.isWord($0) || $0 == 0x2D }
    private static let dotted: Set = { TextLines.isWord($0) || $0 == 0x2D || $0 == 0x2E }
    private static let base64: Set = { plain($0) || $0 == 0x2B || $0 == 0x2F || $0 == 0x3D }
    private static let hex: Set = { TextLines.isHex($0) }

    private static func each(
        _ kind: String, _ prefixes: [String], _ lengths: ClosedRange<Int>, _ accepts: @escaping Set
    ) -> [SecretToken] {
        prefixes.map { SecretToken(kind, $0, lengths, accepts) }
    }

    /// The forms, as the providers document them.
    static let all: [SecretToken] =
        each("an AWS access key", ["AKIA", "ASIA", "ABIA", "ACCA"], 16...16, upper)
        + each("a GitHub token", ["ghp_", "gho_", "ghu_", "ghs_", "ghr_"], 36...251, plain)
        + each("a GitHub token", ["github_pat_"], 22...255, dashed)
        + each(
            "a GitLab token",
            ["glpat-", "gldt-", "glrt-", "glcbt-", "glptt-", "glft-", "glimt-", "glagent-", "gloas-", "glsoat-", "GR1348941"],
            20...300, dashed)
        + each("a Slack token", ["xoxb-", "xoxa-", "xoxp-", "xoxr-", "xoxs-", "xoxe-", "xoxo-", "xapp-"], 10...255, dashed)
        + each("a Google API key", ["AIza"], 35...39, dashed) + each("a Google client secret", ["GOCSPX-"], 28...28, dashed)
        + each("a Google access token", ["ya29."], 20...400, dashed)
        + each("a Hugging Face token", ["hf_"], 30...64, plain) + each("a Hugging Face token", ["api_org_"], 30...64, plain)
        + each("an Anthropic key", ["sk-ant-"], 20...255, dashed) + each("an OpenAI key", ["sk-"], 32...255, dashed)
        + each("a Stripe key", ["sk_live_", "rk_live_", "sk_test_", "rk_test_"], 16...255, plain)
        + each("a Stripe webhook secret", ["whsec_"], 24...255, base64)
        + each("a Twilio key", ["SK"], 32...32, { TextLines.isDigit($0) || (0x61...0x66).contains($0) })
        + each("a SendGrid key", ["SG."], 60...80, dotted) + each("a Mailgun key", ["key-"], 32...32, hex)
        + each("an npm token", ["npm_"], 36...36, plain) + each("a PyPI token", ["pypi-AgE"], 50...400, dashed)
        + each("a RubyGems key", ["rubygems_"], 48...48, hex) + each("a Docker token", ["dckr_pat_", "dckr_oat_"], 24...64, dashed)
        + each("a DigitalOcean token", ["dop_v1_", "doo_v1_", "dor_v1_"], 64...64, hex)
        + each("a Databricks token", ["dapi"], 32...34, { hex($0) || $0 == 0x2D })
        + each("a Shopify token", ["shpat_", "shpca_", "shppa_", "shpss_"], 32...32, hex)
        + each("a Square token", ["sq0atp-", "sq0csp-", "sq0idp-"], 22...43, dashed)
        + each("a Vault token", ["hvs.", "hvb.", "hvr."], 24...300, dashed)
        + each("a New Relic key", ["NRAK-", "NRJS-"], 19...42, plain) + each("a Linear key", ["lin_api_"], 32...48, plain)
        + each("an Atlassian token", ["ATATT3", "ATCTT3"], 60...300, { dashed($0) || $0 == 0x3D })
        + each("a Postman key", ["PMAK-"], 50...64, dashed) + each(
            "a Grafana token", ["glc_", "glsa_"], 32...400, { dashed($0) || base64($0) })
        + each("a Replicate token", ["r8_"], 37...40, plain) + each("a Notion token", ["ntn_"], 40...64, plain)
        + each("a Supabase token", ["sbp_"], 40...64, hex) + each("a Netlify token", ["nfp_"], 36...64, plain)
        + each("a Doppler token", ["dp.pt.", "dp.st."], 40...64, dotted) + each(
            "a PlanetScale token", ["pscale_tkn_", "pscale_pw_"], 32...64, dotted)
        + each("a Sentry token", ["sntrys_", "sntryu_"], 60...400, { dashed($0) || base64($0) })
        + each("an age key", ["AGE-SECRET-KEY-1"], 58...58, upper) + each("a Heroku key", ["HRKU-"], 36...80, dashed)
        + each("an Artifactory token", ["AKCp", "cmVmdGtuO"], 50...100, plain)
        + each("a Fly token", ["FlyV1 fm", "fo1_"], 40...400, { dashed($0) || base64($0) || $0 == 0x2C })
        + each("a Tailscale key", ["tskey-"], 20...100, dashed) + each("a Pulumi token", ["pul-"], 40...40, hex)
        + each("a Weights & Biases key", ["wandb_v1_"], 40...100, dashed) + each("a Groq key", ["gsk_"], 40...64, plain)
        + each("a LangSmith key", ["lsv2_pt_", "lsv2_sk_"], 32...64, dashed) + each("an xAI key", ["xai-"], 60...100, plain)
        + each("an NVIDIA key", ["nvapi-"], 60...80, dashed)

    /// The tokens by the byte they begin with, the longest prefix first.
    private static let byFirst: [[SecretToken]] = {
        var table = [[SecretToken]](repeating: [], count: 256)
        for token in all { table[Int(token.prefix[0])].append(token) }
        return table.map { tokens in tokens.sorted { $0.prefix.count > $1.prefix.count } }
    }()

    /// The token that begins at a place.
    static func find(_ line: UnsafeRawBufferPointer, _ place: Int) -> String? {
        for token in byFirst[Int(line[place])] where TextLines.starts(line, at: place, with: token.prefix) {
            let start = place + token.prefix.count
            let length = TextLines.run(line, start, token.accepts)
            guard token.lengths.contains(length), !isPlaceholder(line, start, length) else { continue }
            return token.kind
        }
        return nil
    }

    /// What stands in tokens that nobody was given.
    private static let fillers = ["example", "your", "xxxxxx", "placeholder", "redacted", "changeme", "dummy", "replace", "insert"]

    /// Documentation writes `AKIAIOSFODNN7EXAMPLE`, `sk-your-key-here`, or a row of `x`.
    private static func isPlaceholder(_ line: UnsafeRawBufferPointer, _ start: Int, _ length: Int) -> Bool {
        let text = String(decoding: line[start..<(start + length)], as: UTF8.self).lowercased()
        return text.allSatisfy { "x-_".contains($0) } || fillers.contains(where: text.contains)
    }
}
