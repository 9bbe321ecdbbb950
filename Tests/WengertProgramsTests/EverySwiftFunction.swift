// Part of Wengert, automatic differentiation for Swift.
// SPDX-License-Identifier: Apache-2.0 WITH Swift-exception

// What SwiftSource writes for every function of the table; SwiftSourceTests compares.
import RealModule
import WengertScalars

func everySwiftFunction<T: Scalar>(_ inputs: [T]) -> [T] {
  let x = inputs[0]
  let `in` = inputs[1]
  let z = inputs[2]
  let v3 = x + `in`
  let v4 = x - `in`
  let v5 = x * `in`
  let v6 = x / `in`
  let v7 = T.ratio(x, `in`)
  let v8 = -x
  let v9 = T.reciprocal(x)
  let v10 = T.square(x)
  let v11 = T.oneMinusSquare(x)
  let v12 = T.abs(x)
  let v13 = T.sign(x)
  let v14 = T.exp(x)
  let v15 = T.exp2(x)
  let v16 = T.exp10(x)
  let v17 = T.expMinusOne(x)
  let v18 = T.log(x)
  let v19 = T.log2(x)
  let v20 = T.log10(x)
  let v21 = T.log(onePlus: x)
  let v22 = T.power(x, `in`)
  let v23 = T.pow(x, 3)
  let v24 = T.sqrt(x)
  let v25 = T.cbrt(x)
  let v26 = T.root(x, 3)
  let v27 = T.hypot(x, `in`)
  let v28 = T.sin(x)
  let v29 = T.cos(x)
  let v30 = T.tan(x)
  let v31 = T.asin(x)
  let v32 = T.acos(x)
  let v33 = T.atan(x)
  let v34 = T.atan2(y: x, x: `in`)
  let v35 = T.sinh(x)
  let v36 = T.cosh(x)
  let v37 = T.tanh(x)
  let v38 = T.asinh(x)
  let v39 = T.acosh(x)
  let v40 = T.atanh(x)
  let v41 = T.erf(x)
  let v42 = T.erfc(x)
  let v43 = T.gamma(x)
  let v44 = T.logGamma(x)
  let v45 = T.digamma(x)
  let v46 = T.polygamma(3, x)
  let v47 = T.sphericalBessel(3, x)
  let v48 = T.sigmoid(x)
  let v49 = T.softplus(x)
  let v50 = T.relu(x)
  let v51 = T.xlogy(x, `in`)
  let v52 = T.logAddExp(x, `in`)
  let v53 = T.maximum(x, `in`)
  let v54 = T.minimum(x, `in`)
  let v55 = T.copysign(x, `in`)
  let v56 = T.modulo(x, `in`)
  let v57 = T.floor(x)
  let v58 = T.ceil(x)
  let v59 = T.round(x)
  let v60 = T.trunc(x)
  let v61 = T.less(x, `in`)
  let v62 = T.lessOrEqual(x, `in`)
  let v63 = T.equal(x, `in`)
  let v64 = T.precedes(x, `in`)
  let v65 = T.select(x, `in`, z)
  let v67 = x + 2.5
  let v68 = -`in`
  let v70 = 3 / z
  let v72 = v70 - T.pi
  return [
    v3, v4, v5, v6, v7, v8, v9, v10, v11, v12, v13, v14, v15, v16, v17, v18, v19, v20, v21, v22, v23, v24,
    v25, v26, v27, v28, v29, v30, v31, v32, v33, v34, v35, v36, v37, v38, v39, v40, v41, v42, v43, v44, v45,
    v46, v47, v48, v49, v50, v51, v52, v53, v54, v55, v56, v57, v58, v59, v60, v61, v62, v63, v64, v65, v67,
    v68, v72,
  ]
}
