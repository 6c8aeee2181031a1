// Quiet policy: how Boost.Math computes here.
#pragma once

#include <boost/math/policies/policy.hpp>

namespace rippletank::statistics {

namespace quiet {
using namespace boost::math::policies;
}

/// In double, as long double, to which Boost promotes otherwise, has another width on each
/// processor. What has no value is not a number, and nothing is thrown: who calls has made sure
/// that there is one, and the words that Boost has for errors would bring the streams of C++ along.
using QuietPolicy = quiet::policy<
    quiet::promote_float<false>, quiet::promote_double<false>,
    quiet::domain_error<quiet::errno_on_error>, quiet::pole_error<quiet::errno_on_error>,
    quiet::overflow_error<quiet::errno_on_error>, quiet::evaluation_error<quiet::errno_on_error>,
    quiet::rounding_error<quiet::errno_on_error>>;

}  // namespace rippletank::statistics
