// What a server keeps, against a twin that looks through a list.
#include "sim/protocols/parts/item_cache.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "sim/core/random.hpp"
#include "tests/catch.hpp"

namespace item_cache_test {

using rippletank::core::ItemId;
using rippletank::core::Purpose;
using rippletank::core::Substream;
using rippletank::protocols::ItemCache;

namespace {

/// Items and their sizes, the one used last at the end.
class Twin {
 public:
  explicit Twin(std::uint64_t room_bytes) : room_bytes_(room_bytes) {}

  bool use(ItemId item) {
    const auto found = std::find_if(kept_.begin(), kept_.end(),
                                    [item](const auto& kept) { return kept.first == item; });
    if (found == kept_.end()) return false;
    std::rotate(found, found + 1, kept_.end());
    return true;
  }
  void keep(ItemId item, std::uint64_t bytes) {
    if (bytes > room_bytes_) return;
    kept_.emplace_back(item, bytes);
    while (used_bytes() > room_bytes_) kept_.erase(kept_.begin());
  }
  void clear() { kept_.clear(); }
  std::uint64_t used_bytes() const {
    std::uint64_t sum = 0;
    for (const auto& [item, bytes] : kept_) sum += bytes;
    return sum;
  }

 private:
  std::uint64_t room_bytes_;
  std::vector<std::pair<ItemId, std::uint64_t>> kept_;
};

}  // namespace

TEST_CASE("a cache keeps what its twin keeps") {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    Substream random(seed, Purpose("test/cache"));
    const std::uint64_t room_bytes = random.below(1000);
    ItemCache cache(room_bytes);
    Twin twin(room_bytes);
    for (int step = 0; step < 500; ++step) {
      const auto item = static_cast<ItemId>(random.below(12));
      const std::uint64_t bytes = 100 * std::uint64_t{item} / 2;
      const bool is_kept = twin.use(item);
      REQUIRE(cache.use(item) == is_kept);
      if (!is_kept) {
        twin.keep(item, bytes);
        cache.keep(item, bytes);
      }
      if (random.below(100) == 0) {
        twin.clear();
        cache.clear();
      }
      REQUIRE(cache.used_bytes() == twin.used_bytes());
      REQUIRE(cache.used_bytes() <= room_bytes);
    }
  }
}

}  // namespace item_cache_test
