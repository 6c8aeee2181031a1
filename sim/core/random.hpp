// Random substreams: generators named by what they are drawn for, the same on any machine.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace rippletank::core {

/// Returns the first output of SplitMix64 seeded with `value`: a bijection of the 64-bit integers.
///
/// Cost:    two multiplications.
/// Source:  Steele, Lea & Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014;
///          constants of variant 13 as in Vigna's public-domain splitmix64.c.
constexpr std::uint64_t hash64(std::uint64_t value) noexcept {
  value += 0x9e3779b97f4a7c15U;
  value = (value ^ (value >> 30U)) * 0xbf58476d1ce4e5b9U;
  value = (value ^ (value >> 27U)) * 0x94d049bb133111ebU;
  return value ^ (value >> 31U);
}

/// Returns a 64-bit hash of a text: FNV-1a, finished by hash64() so that all bits depend on all.
///
/// Cost:    O(length).
/// Source:  Fowler, Noll & Vo, FNV-1a with the 64-bit offset basis and prime.
constexpr std::uint64_t hash_text(std::string_view text) noexcept {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char character : text) {
    hash ^= static_cast<unsigned char>(character);
    hash *= 0x00000100000001b3U;
  }
  return hash64(hash);
}

/// What a substream is drawn for, hashed ahead of time; make it `constexpr` where streams are many.
class Purpose {
 public:
  explicit constexpr Purpose(std::string_view text) noexcept : hash_(hash_text(text)) {}

  constexpr std::uint64_t hash() const noexcept { return hash_; }

 private:
  std::uint64_t hash_;
};

/// Returns the seed of a substream, itself fit to be the root seed of an independent family.
///
/// Shape:   depends on all three arguments; two entities of one family never share a seed.
/// Cost:    two hash64(), the first of which compilers lift out of a loop over entities.
constexpr std::uint64_t derive_seed(std::uint64_t root_seed, Purpose purpose,
                                    std::uint64_t entity = 0) noexcept {
  return hash64(hash64(root_seed ^ purpose.hash()) + entity);
}

/// The generator xoshiro256** 1.0 on a state of one's own; the state must not be all zero.
///
/// Cost:    about 1 ns a number.
/// Source:  Blackman & Vigna, "Scrambled linear pseudorandom number generators", ACM Transactions
///          on Mathematical Software 47(4), 2021.
class Xoshiro256 {
 public:
  explicit constexpr Xoshiro256(const std::array<std::uint64_t, 4>& state) noexcept
      : state_(state) {}

  /// Fills the state with four successive outputs of SplitMix64, as the authors recommend.
  static constexpr Xoshiro256 from_seed(std::uint64_t seed) noexcept {
    constexpr std::uint64_t step = 0x9e3779b97f4a7c15U;
    return Xoshiro256(
        {hash64(seed), hash64(seed + step), hash64(seed + 2 * step), hash64(seed + 3 * step)});
  }

  constexpr std::uint64_t next() noexcept {
    const std::uint64_t result = rotate_left(state_[1] * 5, 7) * 9;
    const std::uint64_t shifted = state_[1] << 17U;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = rotate_left(state_[3], 45);
    return result;
  }

 private:
  static constexpr std::uint64_t rotate_left(std::uint64_t value, unsigned bits) noexcept {
    return (value << bits) | (value >> (64U - bits));
  }

  std::array<std::uint64_t, 4> state_;
};

/// An independent stream of random numbers, named by (root seed, purpose, entity).
///
/// The name fixes the numbers, so adding a peer, a query or a whole feature never shifts the draws
/// of another. It deliberately is no UniformRandomBitGenerator: the distributions and shuffles of
/// the standard library give different numbers in different libraries.
///
/// Shape:   32 bytes, copyable; a copy continues on its own from the same point.
/// Random:  every method but below() draws exactly one number; below() nearly always one.
/// Cost:    5 to 10 ns to make from a Purpose, about 1 ns a number.
class Substream {
 public:
  constexpr Substream(std::uint64_t root_seed, Purpose purpose, std::uint64_t entity = 0) noexcept
      : generator_(Xoshiro256::from_seed(derive_seed(root_seed, purpose, entity))) {}

  constexpr Substream(std::uint64_t root_seed, std::string_view purpose,
                      std::uint64_t entity = 0) noexcept
      : Substream(root_seed, Purpose(purpose), entity) {}

  /// Returns 64 random bits.
  constexpr std::uint64_t next() noexcept { return generator_.next(); }

  /// Returns a number in [0, 1): a multiple of 2^-53, all equally likely.
  constexpr double uniform() noexcept { return static_cast<double>(next() >> 11U) * 0x1p-53; }

  /// Returns a number in (0, 1): an odd multiple of 2^-53, all equally likely, symmetric about 1/2.
  constexpr double uniform_open() noexcept {
    return (static_cast<double>(next() >> 12U) + 0.5) * 0x1p-52;
  }

  /// Returns an integer in [0, count), all exactly equally likely; 0 if count is 0.
  ///
  /// Random:  one number, and another with probability below count / 2^64.
  /// Source:  Lemire, "Fast random integer generation in an interval", ACM Transactions on Modeling
  ///          and Computer Simulation 29(1), 2019.
  constexpr std::uint64_t below(std::uint64_t count) noexcept {
    Product product = static_cast<Product>(next()) * count;
    if (static_cast<std::uint64_t>(product) < count) {
      const std::uint64_t rejected = (0 - count) % count;
      while (static_cast<std::uint64_t>(product) < rejected) {
        product = static_cast<Product>(next()) * count;
      }
    }
    return static_cast<std::uint64_t>(product >> 64U);
  }

  /// Returns true with the given probability: never at 0 or less, always at 1 or more.
  constexpr bool chance(double probability) noexcept { return uniform() < probability; }

 private:
  __extension__ using Product = unsigned __int128;

  Xoshiro256 generator_;
};

/// Puts the values into a random order, each order equally likely.
///
/// Random:  size - 1 calls of below(), with bounds size, size - 1, …, 2 (none below two values).
/// Cost:    O(size), in place.
/// Source:  Fisher & Yates in Durstenfeld's form, Communications of the ACM 7(7), 1964.
template <class T>
void shuffle(std::vector<T>& values, Substream& stream) {
  using std::swap;
  for (std::size_t remaining = values.size(); remaining > 1; --remaining) {
    const auto chosen = static_cast<std::size_t>(stream.below(remaining));
    swap(values[remaining - 1], values[chosen]);
  }
}

/// Draws `sample_size` different integers out of 0 … population - 1.
///
/// Shape:   in the order drawn: each ordered selection is equally likely, and a shorter sample from
///          the same stream is a prefix of a longer one.
/// Errors:  std::invalid_argument if sample_size > population.
/// Random:  sample_size calls of below(), with bounds population, population - 1, …
/// Cost:    O(sample_size) expected time and memory, however large the population.
/// Source:  the first steps of a Fisher-Yates shuffle, of which only the touched cells are stored.
std::vector<std::uint32_t> sample_without_replacement(std::uint32_t population,
                                                      std::uint32_t sample_size, Substream& stream);

}  // namespace rippletank::core
