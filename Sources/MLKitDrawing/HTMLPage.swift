internal import MLKitCore

/// A report as one page of HTML: no script, no file beside it, nothing from the network; in light and dark.
public struct HTMLPage: Sendable {
    /// Not yet escaped.
    public var title: String
    /// The command that made it.
    public var generator: String
    /// CSS.
    public var style: String
    /// What stands below the title, as HTML, each line with its end.
    public var content: String

    public init(title: String, generator: String, style: String, content: String) {
        (self.title, self.generator, self.style, self.content) = (title, generator, style, content)
    }

    public var text: String {
        let title = MarkupText.escaped(title)
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="generator" content="\(MarkupText.escaped(generator))">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>\(title)</title>
            <style>
            \(style)
            </style>
            </head>
            <body>
            <h1>\(title)</h1>
            \(content)</body>
            </html>

            """
    }
}
