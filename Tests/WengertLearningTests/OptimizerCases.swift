// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

import WengertLearning

/// Every method with settings that reach each of its branches.
enum OptimizerCase: CaseIterable, Sendable {
  case descent, momentum, dampening, nesterov, rmsProp, rmsPropMomentum, rmsPropCentered, rmsPropBoth
  case adagrad, adam, amsGrad, adamW, adadelta, adamax, nadam, radam, rprop, averaged

  var method: OptimizerMethod {
    switch self {
    case .descent: .gradientDescent()
    case .momentum: .gradientDescent(momentum: 0.9)
    case .dampening: .gradientDescent(momentum: 0.8, dampening: 0.3)
    case .nesterov: .gradientDescent(momentum: 0.9, isNesterov: true)
    case .rmsProp: .rmsProp(decay: 0.9)
    case .rmsPropMomentum: .rmsProp(decay: 0.9, momentum: 0.5)
    case .rmsPropCentered: .rmsProp(decay: 0.9, isCentered: true)
    case .rmsPropBoth: .rmsProp(decay: 0.9, momentum: 0.5, isCentered: true)
    case .adagrad: .adagrad(rateDecay: 0.1, initialSum: 0.2)
    case .adam: .adam()
    case .amsGrad: .adam(beta2: 0.5, isAMSGrad: true)
    case .adamW: .adamW()
    case .adadelta: .adadelta()
    case .adamax: .adamax(beta2: 0.5)
    case .nadam: .nadam()
    case .radam: .radam(beta2: 0.9)
    case .rprop: .rprop()
    case .averaged: .averagedGradientDescent(decay: 0.01, start: 3)
    }
  }
}
