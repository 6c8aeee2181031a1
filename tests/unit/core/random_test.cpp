// Random substreams: published vectors, slow twins, and statistics with derived error bars.
#include "sim/core/random.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <numeric>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

#include "tests/catch.hpp"

namespace random_test {

namespace core = rippletank::core;

namespace {

using Counts = std::vector<std::uint64_t>;

/// SplitMix64 as its authors wrote it, with a state that moves.
struct SplitMix {
  std::uint64_t state;

  std::uint64_t next() {
    std::uint64_t z = (state += 0x9e3779b97f4a7c15U);
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31U);
  }
};

/// Returns the upper and the lower half of a product, by schoolbook multiplication.
std::array<std::uint64_t, 2> long_product(std::uint64_t a, std::uint64_t b) {
  const std::uint64_t half = 0xffffffffU;
  const std::uint64_t low = (a & half) * (b & half);
  const std::uint64_t left = (a >> 32U) * (b & half) + (low >> 32U);
  const std::uint64_t right = (a & half) * (b >> 32U) + (left & half);
  return {(a >> 32U) * (b >> 32U) + (left >> 32U) + (right >> 32U), a * b};
}

/// What below() does, without its shortcuts.
std::uint64_t plain_below(std::uint64_t count, core::Substream& stream) {
  const std::uint64_t surplus = (std::numeric_limits<std::uint64_t>::max() % count + 1) % count;
  for (;;) {
    const auto [upper, lower] = long_product(stream.next(), count);
    if (lower >= surplus) return upper;
  }
}

/// Pearson's statistic against equally likely cells.
double chi_square(const Counts& counts) {
  const auto total = static_cast<double>(std::accumulate(counts.begin(), counts.end(), 0ULL));
  const double expected = total / static_cast<double>(counts.size());
  double sum = 0;
  for (const std::uint64_t count : counts) {
    const double excess = static_cast<double>(count) - expected;
    sum += excess * excess / expected;
  }
  return sum;
}

/// Demands that equally likely cells were hit neither too unevenly nor too evenly: within five
/// standard deviations, by Wilson and Hilferty, for whom the cube root is nearly normal.
void require_even(const Counts& counts) {
  const auto freedom = static_cast<double>(counts.size() - 1);
  const double variance = 2 / (9 * freedom);
  const double deviation =
      (std::cbrt(chi_square(counts) / freedom) - (1 - variance)) / std::sqrt(variance);
  INFO("chi-square " << chi_square(counts) << " with " << freedom << " degrees of freedom");
  REQUIRE(std::fabs(deviation) < 5);
}

double bit_count(std::uint64_t value) {
  int bits = 0;
  for (; value != 0; value &= value - 1) ++bits;
  return bits;
}

}  // namespace

TEST_CASE("hash64 is SplitMix64", "[random]") {
  // The outputs published with the generator for the seed 1234567.
  const std::array<std::uint64_t, 5> published = {6457827717110365317U, 3203168211198807973U,
                                                  9817491932198370423U, 4593380528125082431U,
                                                  16408922859458223821U};
  SplitMix reference{1234567};
  for (std::uint64_t i = 0; i < published.size(); ++i) {
    CHECK(reference.next() == published[i]);
    CHECK(core::hash64(1234567 + i * 0x9e3779b97f4a7c15U) == published[i]);
  }
  CHECK(core::hash64(0) == 0xe220a8397b1dcdafU);
}

TEST_CASE("hash_text is FNV-1a, finished", "[random]") {
  // FNV-1a test vectors of its authors, before finishing.
  CHECK(core::hash_text("") == core::hash64(0xcbf29ce484222325U));
  CHECK(core::hash_text("a") == core::hash64(0xaf63dc4c8601ec8cU));
  CHECK(core::hash_text("foobar") == core::hash64(0x85944171f73967e8U));
  CHECK(core::hash_text("\xff") == core::hash64((0xcbf29ce484222325U ^ 0xffU) * 0x100000001b3U));
  static_assert(core::Purpose("queries").hash() == core::hash_text("queries"));
}

TEST_CASE("the generator is xoshiro256** 1.0", "[random]") {
  const std::array<std::uint64_t, 10> published = {11520U,
                                                   0U,
                                                   1509978240U,
                                                   1215971899390074240U,
                                                   1216172134540287360U,
                                                   607988272756665600U,
                                                   16172922978634559625U,
                                                   8476171486693032832U,
                                                   10595114339597558777U,
                                                   2904607092377533576U};
  core::Xoshiro256 generator({1, 2, 3, 4});
  for (const std::uint64_t expected : published) CHECK(generator.next() == expected);

  SplitMix seeder{42};
  const std::uint64_t first = seeder.next();
  const std::uint64_t second = seeder.next();
  const std::uint64_t third = seeder.next();
  core::Xoshiro256 by_hand({first, second, third, seeder.next()});
  core::Xoshiro256 seeded = core::Xoshiro256::from_seed(42);
  for (int i = 0; i < 100; ++i) CHECK(by_hand.next() == seeded.next());
}

TEST_CASE("a substream is fixed by its name", "[random]") {
  // Frozen: a change here changes every result ever published with a seed.
  core::Substream stream(1, "queries/times", 7);
  CHECK(stream.next() == 0x704af08cd7391938U);
  CHECK(stream.next() == 0x84fe1466809e2c10U);
  CHECK(stream.next() == 0x68abc29467592da0U);
  CHECK(stream.uniform() == 0x1.665ae26943f74p-1);
  CHECK(stream.uniform_open() == 0x1.88a3788df473cp-3);
  CHECK(stream.below(1'000'000) == 305591U);

  core::Substream again(1, core::Purpose("queries/times"), 7);
  CHECK(again.next() == 0x704af08cd7391938U);
  CHECK(core::Substream(1, "queries/times").next() ==
        core::Substream(1, "queries/times", 0).next());

  core::Substream copied = again;
  CHECK(copied.next() == again.next());
}

TEST_CASE("neighbouring names give unrelated seeds", "[random]") {
  std::set<std::uint64_t> seeds;
  std::size_t names = 0;
  for (const char* purpose : {"a", "b", "queries", "queries/", "churn", ""}) {
    for (std::uint64_t root = 0; root < 30; ++root) {
      for (std::uint64_t entity = 0; entity < 100; ++entity, ++names) {
        seeds.insert(core::derive_seed(root, core::Purpose(purpose), entity));
      }
    }
  }
  CHECK(seeds.size() == names);

  // One flipped bit of a name flips half the bits of the first number drawn: 64 * 64 * 200 bits.
  double flipped = 0;
  constexpr int trials = 200;
  for (std::uint64_t trial = 0; trial < trials; ++trial) {
    for (unsigned bit = 0; bit < 64; ++bit) {
      const std::uint64_t other = trial ^ (1ULL << bit);
      flipped +=
          bit_count(core::Substream(5, "p", trial).next() ^ core::Substream(5, "p", other).next());
    }
  }
  const double bits = 64.0 * 64.0 * trials;
  // Pairs recur, each at most twice, so that the variance is at most twice the binomial one.
  CHECK(std::fabs(flipped - bits / 2) < 5 * std::sqrt(2 * bits / 4));
}

TEST_CASE("uniform numbers have the right mean, variance and spread", "[random]") {
  core::Substream stream(1, "test/uniform");
  constexpr int draws = 1'000'000;
  const double n = draws;
  double sum = 0;
  double squares = 0;
  Counts cells(1000);
  for (int i = 0; i < draws; ++i) {
    const double u = stream.uniform();
    REQUIRE((u >= 0 && u < 1));
    sum += u - 0.5;
    squares += (u - 0.5) * (u - 0.5);
    ++cells[static_cast<std::size_t>(u * 1000)];
  }
  // Var u = 1/12, Var (u - 1/2)^2 = 1/80 - 1/144 = 1/180.
  CHECK(std::fabs(sum / n) < 5 * std::sqrt(1 / (12 * n)));
  CHECK(std::fabs(squares / n - 1.0 / 12) < 5 * std::sqrt(1 / (180 * n)));
  require_even(cells);
}

TEST_CASE("uniform numbers are the upper bits of the generator", "[random]") {
  core::Substream bits(1, "test/bits");
  core::Substream closed = bits;
  core::Substream open = bits;
  for (int i = 0; i < 10'000; ++i) {
    const std::uint64_t drawn = bits.next();
    REQUIRE(closed.uniform() == std::ldexp(static_cast<double>(drawn >> 11U), -53));
    const double middle = std::ldexp(2 * static_cast<double>(drawn >> 12U) + 1, -53);
    REQUIRE(open.uniform_open() == middle);
    REQUIRE((middle > 0 && middle < 1));
  }
}

TEST_CASE("below agrees with its plain twin for counts of every size", "[random]") {
  core::Substream fast(1, "test/below");
  core::Substream plain = fast;
  core::Substream sizes(1, "test/below/sizes");
  for (int i = 0; i < 100'000; ++i) {
    const std::uint64_t count = (sizes.next() >> (sizes.next() % 64)) | 1U;
    const std::uint64_t drawn = fast.below(count);
    REQUIRE(drawn == plain_below(count, plain));
    REQUIRE(drawn < count);
  }
  // Every second number is rejected here.
  const std::uint64_t awkward = (1ULL << 63U) + 1;
  for (int i = 0; i < 10'000; ++i) REQUIRE(fast.below(awkward) == plain_below(awkward, plain));
  CHECK(fast.next() == plain.next());
  CHECK(fast.below(0) == 0);
  CHECK(fast.below(1) == 0);
}

TEST_CASE("below is even", "[random]") {
  for (const std::uint64_t count : {2U, 6U, 10U, 1000U}) {
    core::Substream stream(1, "test/even", count);
    Counts cells(count);
    for (int i = 0; i < 200'000; ++i) ++cells[stream.below(count)];
    require_even(cells);
  }
  // Three quarters of 2^64: a plain remainder would hit the lower half twice as often.
  core::Substream stream(1, "test/even/large");
  Counts thirds(3);
  for (int i = 0; i < 30'000; ++i) ++thirds[stream.below(3ULL << 62U) >> 62U];
  require_even(thirds);
}

TEST_CASE("chance keeps its probability and draws one number whatever it is", "[random]") {
  core::Substream stream(1, "test/chance");
  core::Substream shadow = stream;
  for (const double p : {0.0, 0.001, 0.3, 0.5, 0.999, 1.0}) {
    constexpr int draws = 200'000;
    double hits = 0;
    for (int i = 0; i < draws; ++i) {
      hits += stream.chance(p) ? 1 : 0;
      shadow.next();
    }
    CHECK(std::fabs(hits - draws * p) <= 5 * std::sqrt(draws * p * (1 - p)));
  }
  CHECK(stream.next() == shadow.next());
}

TEST_CASE("entities, purposes and seeds are independent of each other", "[random]") {
  constexpr std::uint64_t entities = 250'000;
  const core::Purpose one("test/one");
  const core::Purpose other("test/other");
  Counts neighbours(256);
  Counts purposes(256);
  Counts seeds(256);
  Counts steps(256);
  std::array<double, 64> ones{};
  for (std::uint64_t entity = 0; entity < entities; ++entity) {
    core::Substream stream(1, one, 2 * entity);
    const std::uint64_t first = stream.next();
    const auto pair = [row = first >> 60U](std::uint64_t number) {
      return static_cast<std::size_t>(16 * row + (number >> 60U));
    };
    ++steps[pair(stream.next())];
    ++neighbours[pair(core::Substream(1, one, 2 * entity + 1).next())];
    ++purposes[pair(core::Substream(1, other, 2 * entity).next())];
    ++seeds[pair(core::Substream(2, one, 2 * entity).next())];
    for (unsigned bit = 0; bit < 64; ++bit) ones[bit] += static_cast<double>((first >> bit) & 1U);
  }
  require_even(neighbours);
  require_even(purposes);
  require_even(seeds);
  require_even(steps);
  for (const double count : ones) {
    CHECK(std::fabs(count - entities / 2.0) < 5 * std::sqrt(entities / 4.0));
  }
}

TEST_CASE("shuffle gives every order equally often", "[random]") {
  core::Substream stream(1, "test/shuffle");
  std::map<std::string, std::size_t> orders;
  std::string order = "abcd";
  do {
    orders.emplace(order, orders.size());
  } while (std::next_permutation(order.begin(), order.end()));
  Counts counts(orders.size());
  for (int i = 0; i < 240'000; ++i) {
    std::vector<char> letters = {'a', 'b', 'c', 'd'};
    core::shuffle(letters, stream);
    ++counts[orders.at(std::string(letters.begin(), letters.end()))];
  }
  REQUIRE(counts.size() == 24);
  require_even(counts);
}

TEST_CASE("shuffle has its frozen order", "[random]") {
  std::vector<int> values(10);
  std::iota(values.begin(), values.end(), 0);
  core::Substream stream(1, "test/shuffle/frozen");
  core::Substream shadow = stream;
  core::shuffle(values, stream);
  CHECK(values == std::vector<int>{2, 9, 8, 6, 3, 7, 0, 5, 1, 4});
  for (std::uint64_t bound = 10; bound > 1; --bound) shadow.below(bound);
  CHECK(stream.next() == shadow.next());

  std::vector<int> none;
  std::vector<int> single = {3};
  core::shuffle(none, stream);
  core::shuffle(single, stream);
  CHECK(none.empty());
  CHECK(single == std::vector<int>{3});
  CHECK(stream.next() == shadow.next());
}

TEST_CASE("a sample is the head of a shuffle, whichever way it is drawn", "[random]") {
  // The twin keeps the whole population in a table, which the sampler does only for large samples.
  core::Substream stream(1, "test/sample");
  for (const std::uint32_t population : {1U, 2U, 7U, 100U, 5000U}) {
    for (const std::uint32_t size : {0U, 1U, 2U, 7U, 50U, 100U, 624U, 625U, 5000U}) {
      if (size > population) continue;
      core::Substream twin_stream = stream;
      const auto sample = core::sample_without_replacement(population, size, stream);
      std::vector<std::uint32_t> twin(population);
      std::iota(twin.begin(), twin.end(), 0U);
      for (std::uint32_t i = 0; i < size; ++i) {
        std::swap(twin[i], twin[i + twin_stream.below(population - i)]);
      }
      twin.resize(size);
      INFO(size << " out of " << population);
      CHECK(sample == twin);
      CHECK(stream.next() == twin_stream.next());
    }
  }
}

TEST_CASE("every ordered selection is equally likely", "[random]") {
  // 20 > 8 * 2, so that the pairs come from touched cells; 6 out of 8 come from a full table.
  core::Substream stream(1, "test/sample/even");
  Counts pairs(400);
  Counts firsts(8);
  Counts left_out(64);
  for (int i = 0; i < 200'000; ++i) {
    const auto pair = core::sample_without_replacement(20, 2, stream);
    ++pairs[20 * pair[0] + pair[1]];
    const auto most = core::sample_without_replacement(8, 6, stream);
    ++firsts[most[0]];
    std::array<bool, 8> chosen{};
    for (const std::uint32_t value : most) chosen[value] = true;
    std::vector<std::size_t> missing;
    for (std::size_t value = 0; value < 8; ++value) {
      if (!chosen[value]) missing.push_back(value);
    }
    REQUIRE(missing.size() == 2);
    ++left_out[8 * missing[0] + missing[1]];
  }
  const auto drop_impossible = [](Counts& counts) {
    counts.erase(std::remove(counts.begin(), counts.end(), 0U), counts.end());
  };
  drop_impossible(pairs);
  drop_impossible(left_out);
  REQUIRE(pairs.size() == 380);
  REQUIRE(left_out.size() == 28);
  require_even(pairs);
  require_even(firsts);
  require_even(left_out);
}

TEST_CASE("a sample larger than its population is refused", "[random]") {
  core::Substream stream(1, "test/sample/error");
  CHECK_THROWS_AS(core::sample_without_replacement(3, 4, stream), std::invalid_argument);
  CHECK(core::sample_without_replacement(0, 0, stream).empty());
}

}  // namespace random_test
