// Writes the benchmark's overlay: a random graph of given size and seed with uniform latencies.
#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

/// SplitMix64. Source: Steele, Lea & Flood, OOPSLA 2014; constants of Vigna's splitmix64.c.
class Generator {
 public:
  explicit Generator(std::uint64_t seed) : state_(seed) {}

  /// A number in [0, count); the bias is below count / 2^32.
  std::uint32_t below(std::uint32_t count) {
    return static_cast<std::uint32_t>(((next() >> 32U) * count) >> 32U);
  }

  std::uint64_t next() {
    state_ += 0x9e3779b97f4a7c15U;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31U);
  }

 private:
  std::uint64_t state_;
};

/// The pairs drawn so far: open addressing, never more than half full.
class PairSet {
 public:
  explicit PairSet(std::size_t pairs) {
    while (cells_.size() < 2 * pairs) cells_.resize(cells_.size() * 2, empty);
  }

  /// True if the pair was not yet in.
  bool insert(std::uint32_t low, std::uint32_t high) {
    const std::uint64_t key = std::uint64_t{low} << 32U | high;
    std::size_t cell = Generator(key).next() & (cells_.size() - 1);
    while (cells_[cell] != empty) {
      if (cells_[cell] == key) return false;
      cell = (cell + 1) & (cells_.size() - 1);
    }
    cells_[cell] = key;
    return true;
  }

 private:
  static constexpr std::uint64_t empty = ~std::uint64_t{0};
  std::vector<std::uint64_t> cells_ = std::vector<std::uint64_t>(16, empty);
};

void append(std::string& text, std::uint32_t value, char after) {
  char digits[16];
  const auto [end, error] = std::to_chars(digits, digits + sizeof digits, value);
  static_cast<void>(error);  // ten digits always fit
  text.append(digits, end);
  text.push_back(after);
}

}  // namespace

int main(int argc, char** argv) {
  const double peers_given = argc == 4 ? std::atof(argv[1]) : 0;
  const double mean_degree = argc == 4 ? std::atof(argv[2]) : 0;
  if (peers_given < 2 || peers_given > 1e8 || mean_degree < 0 || mean_degree > peers_given / 2) {
    std::fprintf(stderr,
                 "make_graph: error: expected PEERS (2 to 1e8) MEAN_DEGREE (0 to half of "
                 "PEERS) SEED; the edge list goes to standard output\n");
    return 2;
  }
  const auto peers = static_cast<std::uint32_t>(peers_given);
  const auto connections = static_cast<std::size_t>(peers_given * mean_degree / 2);
  Generator generator(std::strtoull(argv[3], nullptr, 10));
  PairSet drawn(connections);
  std::string text = "# from to latency_us\n";
  for (std::size_t count = 0; count < connections;) {
    std::uint32_t from = generator.below(peers);
    std::uint32_t to = generator.below(peers);
    if (from == to || !drawn.insert(std::min(from, to), std::max(from, to))) continue;
    append(text, from, ' ');
    append(text, to, ' ');
    append(text, 10'000 + generator.below(90'001), '\n');
    if (++count % 4096 == 0 || count == connections) {
      if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size()) return 1;
      text.clear();
    }
  }
  return std::fflush(stdout) == 0 ? 0 : 1;
}
