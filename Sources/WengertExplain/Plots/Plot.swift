// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

/// A plot of curves and points over two axes: the data and what to say about them.
///
/// `svg()` and `terminal(width:height:color:)` draw it. Any data may be drawn: points that an axis
/// cannot show, such as nan, infinities, and numbers below zero on a logarithmic axis, are gaps.
///
/// ```swift
/// let plot = Plot(
///   title: "Loss", x: .init("round"), y: .init("loss", scale: .logarithmic),
///   series: [.init("training", [.init(1, 0.5), .init(2, 0.1), .init(3, 0.04)])])
/// print(plot.terminal(width: 80, height: 24, color: true))
/// ```
public struct Plot: Sendable {
  /// A point, in the units of the data.
  public struct Point: Sendable, Equatable {
    /// The horizontal coordinate.
    public var x: Double
    /// The vertical coordinate.
    public var y: Double

    /// Creates a point.
    public init(_ x: Double, _ y: Double) {
      self.x = x
      self.y = y
    }

    /// A point that is not drawn and ends the line before it.
    public static var gap: Point { Point(.nan, .nan) }
  }

  /// How numbers become distances.
  public enum Scale: Sendable {
    /// Equal differences have equal lengths.
    case linear
    /// Equal ratios have equal lengths. The axis is marked in powers of ten.
    case logarithmic
  }

  /// The part of an axis that is drawn.
  public enum Extent: Sendable {
    /// All data, and a little more.
    case automatic
    /// Where most of the data are, so that a pole does not flatten everything else.
    case robust
    /// From one number to another.
    case fixed(Double, Double)
  }

  /// One of the two axes.
  public struct Axis: Sendable {
    /// The quantity on the axis, and its unit if it has one.
    public var label: String
    /// How numbers become distances.
    public var scale: Scale
    /// The part that is drawn.
    public var extent: Extent

    /// Creates an axis.
    public init(_ label: String = "", scale: Scale = .linear, extent: Extent = .automatic) {
      self.label = label
      self.scale = scale
      self.extent = extent
    }
  }

  /// Points that belong together, as a line or for themselves.
  public struct Series: Sendable {
    /// What is drawn of the points.
    public enum Style: Sendable {
      /// Lines from each point to the next.
      case line
      /// Broken lines from each point to the next.
      case dashedLine
      /// A symbol for each point.
      case points
      /// Lines, and a symbol for each point.
      case lineAndPoints
    }

    /// How much a series stands out.
    public enum Emphasis: Sendable {
      /// Thin, for what is in the background.
      case quiet
      /// As most are.
      case normal
      /// Thick, for what the plot is about.
      case strong
    }

    /// The name in the legend; without one, the series is not in it.
    public var label: String
    /// The points, in the order in which lines go through them.
    public var points: [Point]
    /// What is drawn of the points.
    public var style: Style
    /// How much the series stands out.
    public var emphasis: Emphasis
    /// Whether the automatic extent of the axes leaves the series out.
    public var isGuide: Bool

    /// Creates a series.
    public init(
      _ label: String, _ points: [Point], style: Style = .line, emphasis: Emphasis = .normal,
      isGuide: Bool = false
    ) {
      self.label = label
      self.points = points
      self.style = style
      self.emphasis = emphasis
      self.isGuide = isGuide
    }
  }

  /// A single point with a label beside it.
  public struct Mark: Sendable {
    /// Where the mark is.
    public var point: Point
    /// The text beside it.
    public var label: String
    /// The index of the series whose colour the mark has; without one, it has the colour of text.
    public var series: Int?

    /// Creates a mark.
    public init(_ point: Point, _ label: String, series: Int? = nil) {
      self.point = point
      self.label = label
      self.series = series
    }
  }

  /// A horizontal line across the plot with a label on it.
  public struct Reference: Sendable {
    /// The height of the line.
    public var y: Double
    /// The text on it.
    public var label: String

    /// Creates a reference line.
    public init(y: Double, _ label: String) {
      self.y = y
      self.label = label
    }
  }

  /// The heading.
  public var title: String
  /// What the plot shows, for people who cannot see it; if empty, its axes and series.
  public var summary: String
  /// The horizontal axis.
  public var x: Axis
  /// The vertical axis.
  public var y: Axis
  /// The data; their order decides on their colours.
  public var series: [Series]
  /// The points with labels.
  public var marks: [Mark]
  /// The lines across the plot.
  public var references: [Reference]
  /// A remark below the plot.
  public var note: String

  /// Creates a plot.
  public init(
    title: String, summary: String = "", x: Axis = Axis(), y: Axis = Axis(),
    series: [Series] = [], marks: [Mark] = [], references: [Reference] = [], note: String = ""
  ) {
    self.title = title
    self.summary = summary
    self.x = x
    self.y = y
    self.series = series
    self.marks = marks
    self.references = references
    self.note = note
  }
}

extension Plot {
  /// Returns the index of the series whose colour a mark has, if there is such a series.
  func series(of mark: Mark) -> Int? {
    guard let index = mark.series, series.indices.contains(index) else { return nil }
    return index
  }
}
