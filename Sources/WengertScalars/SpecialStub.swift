enum SpecialFunctions { static func digamma(_ x: Double) -> Double { 0 }
 static func polygamma(_ n: Int, _ x: Double) -> Double { 0 } }
