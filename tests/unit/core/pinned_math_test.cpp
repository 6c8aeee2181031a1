// Pinned maths: frozen bits, accuracy against the standard library, special values.
#include "sim/core/pinned_math.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>

#include "sim/core/random.hpp"
#include "tests/catch.hpp"
#include "tests/unit/core/pinned_math_golden.hpp"

namespace pinned_math_test {

namespace core = rippletank::core;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr double smallest = std::numeric_limits<double>::denorm_min();
constexpr double largest = std::numeric_limits<double>::max();

using Function = double (*)(double);

template <std::size_t N>
void require_golden(Function function, const std::array<golden_maths::Golden, N>& table) {
  for (const golden_maths::Golden& row : table) {
    INFO("argument " << row.argument << " expected " << row.value);
    REQUIRE(core::bits_of(function(row.argument)) == core::bits_of(row.value));
  }
}

/// How many doubles apart two numbers of one sign are; 0 for two NaN.
std::uint64_t steps_between(double a, double b) {
  if (std::isnan(a) && std::isnan(b)) return 0;
  if (std::isnan(a) || std::isnan(b) || std::signbit(a) != std::signbit(b)) {
    return a == b ? 0 : std::numeric_limits<std::uint64_t>::max();
  }
  const std::uint64_t first = core::bits_of(a);
  const std::uint64_t second = core::bits_of(b);
  return first > second ? first - second : second - first;
}

/// Any double at all, one in 2048 of them infinite or NaN.
double any_double(core::Substream& stream) { return core::double_of(stream.next()); }

struct Interval {
  double from;
  double to;
};

/// Compares with the standard library, whose own error is below one ulp, at 100,000 arguments of
/// every magnitude and 100,000 of the interval where the function varies.
void require_close(Function function, Function standard, Interval interval, std::uint64_t steps) {
  core::Substream stream(1, "test/pinned_math");
  std::uint64_t worst = 0;
  double worst_argument = 0;
  for (int i = 0; i < 200'000; ++i) {
    const double inside = interval.from + (interval.to - interval.from) * stream.uniform();
    const double argument = i % 2 == 0 ? any_double(stream) : inside;
    const std::uint64_t apart = steps_between(function(argument), standard(argument));
    if (apart > worst) {
      worst = apart;
      worst_argument = argument;
    }
  }
  INFO("worst at " << worst_argument);
  REQUIRE(worst <= steps);
}

/// Folds the bits of a function at many arguments into one number.
std::uint64_t fingerprint(Function function, Interval interval) {
  core::Substream stream(2, "test/pinned_math/fingerprint");
  std::uint64_t hash = 0;
  for (int i = 0; i < 20'000; ++i) {
    const double inside = interval.from + (interval.to - interval.from) * stream.uniform();
    const double value = function(i % 4 == 0 ? any_double(stream) : inside);
    // All NaN count as one: which of them an operation yields is the processor's choice.
    hash = core::hash64(hash ^ (std::isnan(value) ? 0U : core::bits_of(value)));
  }
  return hash;
}

}  // namespace

TEST_CASE("every function gives its frozen bits", "[pinned_math]") {
  require_golden(core::log, golden_maths::log);
  require_golden(core::log1p, golden_maths::log1p);
  require_golden(core::exp, golden_maths::exp);
  require_golden(core::expm1, golden_maths::expm1);
  require_golden(core::sin, golden_maths::sin);
  require_golden(core::cos, golden_maths::cos);
  require_golden(core::gamma, golden_maths::gamma);
  require_golden(core::normal_quantile, golden_maths::normal_quantile);
  for (const golden_maths::GoldenPower& row : golden_maths::pow) {
    INFO("pow(" << row.base << ", " << row.exponent << ")");
    REQUIRE(core::bits_of(core::pow(row.base, row.exponent)) == core::bits_of(row.value));
  }
  for (const golden_maths::GoldenAngle& row : golden_maths::atan2) {
    INFO("atan2(" << row.y << ", " << row.x << ")");
    REQUIRE(core::bits_of(core::atan2(row.y, row.x)) == core::bits_of(row.value));
  }
}

TEST_CASE("twenty thousand values of every function have their frozen fingerprint",
          "[pinned_math]") {
  CHECK(fingerprint(core::log, {0, 4}) == 0x035d08de9ddeff9dU);
  CHECK(fingerprint(core::log1p, {-1, 4}) == 0xd6168985e6d632d4U);
  CHECK(fingerprint(core::exp, {-40, 40}) == 0xab494a2ff3f10552U);
  CHECK(fingerprint(core::expm1, {-40, 40}) == 0xe86af98b21ef343fU);
  CHECK(fingerprint(core::sin, {-100, 100}) == 0xee200f8f4db22731U);
  CHECK(fingerprint(core::cos, {-100, 100}) == 0x46344b96809bc4d4U);
  CHECK(fingerprint(core::gamma, {0, 30}) == 0x9b744b1b4b15bfe8U);
  CHECK(fingerprint(core::normal_quantile, {0, 1}) == 0x0c165f533e444fa9U);
  const Function power = [](double x) { return core::pow(x, 8 * std::fabs(x) - 20); };
  CHECK(fingerprint(power, {0, 5}) == 0x4064806584730538U);
  const Function angle = [](double x) { return core::atan2(x, 3 * std::fabs(x) - 2); };
  CHECK(fingerprint(angle, {-5, 5}) == 0x6a1cfe46c3ed555aU);
}

TEST_CASE("no function strays from the standard library", "[pinned_math]") {
  require_close(
      core::log, [](double x) { return std::log(x); }, {0, 3}, 1);
  require_close(
      core::log1p, [](double x) { return std::log1p(x); }, {-1, 1}, 1);
  require_close(
      core::exp, [](double x) { return std::exp(x); }, {-750, 712}, 1);
  require_close(
      core::expm1, [](double x) { return std::expm1(x); }, {-3, 3}, 1);
  require_close(
      core::expm1, [](double x) { return std::expm1(x); }, {-60, 60}, 1);
  require_close(
      core::sin, [](double x) { return std::sin(x); }, {-8, 8}, 1);
  require_close(
      core::cos, [](double x) { return std::cos(x); }, {-8, 8}, 1);
}

TEST_CASE("pow strays by at most two steps at any base and exponent", "[pinned_math]") {
  core::Substream stream(3, "test/pinned_math/pow");
  std::uint64_t worst = 0;
  const auto compare = [&worst](double base, double exponent) {
    const double standard = std::pow(base, exponent);
    worst = std::max(worst, steps_between(core::pow(base, exponent), standard));
  };
  for (int i = 0; i < 50'000; ++i) {
    compare(any_double(stream), any_double(stream));
    const double whole = std::floor(200 * stream.uniform()) - 100;
    compare(20 * stream.uniform() - 10, whole);
    // Where the result spans all that doubles hold.
    const double base = std::fabs(any_double(stream));
    compare(base, (2200 * stream.uniform() - 1100) / std::fabs(std::log2(base)));
    // Bases next to 1 and huge exponents, on which fdlibm itself fails.
    const double near_one = 1 + std::ldexp(stream.uniform() - 0.5, -static_cast<int>(i % 50));
    compare(near_one, (2000 * stream.uniform() - 1000) / std::fabs(std::log2(near_one)));
  }
  REQUIRE(worst <= 2);
}

TEST_CASE("atan2 strays by at most one step for any point", "[pinned_math]") {
  core::Substream stream(6, "test/pinned_math/atan2");
  std::uint64_t worst = 0;
  const auto compare = [&worst](double y, double x) {
    worst = std::max(worst, steps_between(core::atan2(y, x), std::atan2(y, x)));
  };
  for (int i = 0; i < 100'000; ++i) {
    compare(any_double(stream), any_double(stream));
    compare(2 * stream.uniform() - 1, 2 * stream.uniform() - 1);
  }
  REQUIRE(worst <= 1);
}

TEST_CASE("atan2 has the special cases of C99", "[pinned_math]") {
  const std::array<double, 9> values = {0.0,      -0.0,     smallest,  -smallest,   1.0,
                                        -largest, infinity, -infinity, not_a_number};
  for (const double y : values) {
    for (const double x : values) {
      INFO("atan2(" << y << ", " << x << ")");
      CHECK(steps_between(core::atan2(y, x), std::atan2(y, x)) <= 1);
    }
  }
}

TEST_CASE("log and its kin at the edges", "[pinned_math]") {
  CHECK(core::log(0.0) == -infinity);
  CHECK(core::log(-0.0) == -infinity);
  CHECK(std::isnan(core::log(-1.0)));
  CHECK(std::isnan(core::log(-infinity)));
  CHECK(std::isnan(core::log(not_a_number)));
  CHECK(core::log(infinity) == infinity);
  CHECK(core::bits_of(core::log(1.0)) == 0);
  CHECK(core::log1p(-1.0) == -infinity);
  CHECK(std::isnan(core::log1p(-1.5)));
  CHECK(std::isnan(core::log1p(not_a_number)));
  CHECK(core::log1p(infinity) == infinity);
  CHECK(core::bits_of(core::log1p(-0.0)) == core::bits_of(-0.0));
  CHECK(core::log1p(-smallest) == -smallest);
}

TEST_CASE("exp and its kin at the edges", "[pinned_math]") {
  for (const Function function : {Function{core::exp}, Function{core::expm1}}) {
    CHECK(function(infinity) == infinity);
    CHECK(function(largest) == infinity);
    CHECK(function(709.79) == infinity);
    CHECK(function(709.78) < infinity);
    CHECK(std::isnan(function(not_a_number)));
  }
  CHECK(core::exp(0.0) == 1.0);
  CHECK(core::exp(smallest) == 1.0);
  CHECK(core::exp(-745.13) == smallest);
  CHECK(core::bits_of(core::exp(-745.14)) == 0);
  CHECK(core::bits_of(core::exp(-infinity)) == 0);
  CHECK(core::expm1(-infinity) == -1.0);
  CHECK(core::expm1(-largest) == -1.0);
  CHECK(core::bits_of(core::expm1(-0.0)) == core::bits_of(-0.0));
  CHECK(core::expm1(smallest) == smallest);
}

TEST_CASE("pow has the special cases of C99", "[pinned_math]") {
  const std::array<double, 17> values = {0.0,     -0.0,     smallest,  -smallest,    0.5,     -0.5,
                                         1.0,     -1.0,     1.5,       2.0,          3.0,     -3.0,
                                         largest, infinity, -infinity, not_a_number, -largest};
  for (const double base : values) {
    for (const double exponent : values) {
      INFO("pow(" << base << ", " << exponent << ")");
      const double expected = std::pow(base, exponent);
      const double power = core::pow(base, exponent);
      CHECK(steps_between(power, expected) <= 1);
      if (!std::isnan(expected)) CHECK(std::signbit(power) == std::signbit(expected));
    }
  }
}

TEST_CASE("sine and cosine at the edges and at the hardest arguments", "[pinned_math]") {
  for (const Function function : {Function{core::sin}, Function{core::cos}}) {
    CHECK(std::isnan(function(infinity)));
    CHECK(std::isnan(function(-infinity)));
    CHECK(std::isnan(function(not_a_number)));
  }
  CHECK(core::bits_of(core::sin(-0.0)) == core::bits_of(-0.0));
  CHECK(core::sin(smallest) == smallest);
  CHECK(core::cos(0.0) == 1.0);
  // The double closest, in proportion, to a multiple of pi/2; Muller, Elementary Functions, 2006.
  const double hardest = 6381956970095103.0 * 0x1p797;
  CHECK(steps_between(core::cos(hardest), -4.687165924254627611122582801963884e-19) <= 1);
  CHECK(core::sin(hardest) == 1.0);
  for (int i = -100; i < 100; ++i) {
    const double angle = 0.37 * i;
    CHECK(core::bits_of(core::sin(-angle)) == core::bits_of(-core::sin(angle)));
    CHECK(core::bits_of(core::cos(-angle)) == core::bits_of(core::cos(angle)));
  }
}

TEST_CASE("the gamma function is right to 16 ulp and exact at small integers", "[pinned_math]") {
  core::Substream stream(4, "test/pinned_math/gamma");
  for (int i = 0; i < 50'000; ++i) {
    const double x = i % 2 == 0 ? 12 * stream.uniform_open() : 171.6 * stream.uniform_open();
    INFO("gamma(" << x << ")");
    // The standard library may itself be off by a few ulp.
    REQUIRE(steps_between(core::gamma(x), std::tgamma(x)) <= 16 + 5);
  }
  double factorial = 1;
  for (int n = 1; n <= 23; ++n) {
    CHECK(core::gamma(n) == factorial);
    factorial *= n;
  }
  CHECK(core::gamma(0.0) == infinity);
  CHECK(core::gamma(172.0) == infinity);
  CHECK(core::gamma(infinity) == infinity);
  CHECK(std::isnan(core::gamma(-0.5)));
  CHECK(std::isnan(core::gamma(not_a_number)));
  CHECK(core::gamma(smallest) == infinity);
}

TEST_CASE("the normal quantile inverts the normal distribution", "[pinned_math]") {
  core::Substream stream(5, "test/pinned_math/normal");
  double last = -infinity;
  for (int i = 0; i < 50'000; ++i) {
    const double p = i % 2 == 0 ? 0.5 * stream.uniform_open()
                                : std::ldexp(stream.uniform_open(), -static_cast<int>(i % 1000));
    const double x = core::normal_quantile(p);
    const double back = 0.5 * std::erfc(-x / std::sqrt(2.0));
    INFO("normal_quantile(" << p << ") = " << x);
    // A relative error of 1e-15 in x shifts p by x * density / p times that, at most x^2 + 1;
    // so does the rounding of erfc and of its argument.
    REQUIRE(std::fabs(back - p) <= 2e-15 * (x * x + 1) * p);
  }
  for (int i = 1; i < 2048; ++i) {
    const double p = i * 0x1p-12;
    REQUIRE(core::normal_quantile(1 - p) == -core::normal_quantile(p));
    REQUIRE(core::normal_quantile(p) > last);
    last = core::normal_quantile(p);
  }
  CHECK(core::normal_quantile(0.0) == -infinity);
  CHECK(core::normal_quantile(1.0) == infinity);
  CHECK(core::normal_quantile(0.5) == 0.0);
  CHECK(std::isnan(core::normal_quantile(-0.1)));
  CHECK(std::isnan(core::normal_quantile(1.1)));
  CHECK(std::isnan(core::normal_quantile(not_a_number)));
  CHECK(core::normal_quantile(smallest) < -38.4);
}

}  // namespace pinned_math_test
