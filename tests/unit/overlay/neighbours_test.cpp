// Connections that come and go, against rows of vectors.
#include "sim/overlay/neighbours.hpp"

#include <algorithm>
#include <vector>

#include "sim/core/random.hpp"
#include "tests/catch.hpp"

namespace neighbours_test {

using namespace rippletank;
using core::PeerId;

namespace {

using Rows = std::vector<std::vector<PeerId>>;

void check_equal(const overlay::Neighbours& neighbours, const Rows& rows) {
  REQUIRE(neighbours.peers() == rows.size());
  for (PeerId peer = 0; peer < rows.size(); ++peer) {
    const auto row = neighbours.of(peer);
    REQUIRE(std::vector<PeerId>(row.begin(), row.end()) == rows[peer]);
    REQUIRE(neighbours.degree(peer) == rows[peer].size());
  }
}

}  // namespace

TEST_CASE("neighbours are at first those of a topology") {
  overlay::Connections line;
  line.offsets = {0, 1, 3, 4, 4};
  line.neighbours = {1, 0, 2, 1};
  overlay::Neighbours neighbours(line);
  check_equal(neighbours, {{1}, {0, 2}, {1}, {}});
  neighbours.add(3, 1);
  neighbours.add(1, 3);
  neighbours.remove(1, 0);
  check_equal(neighbours, {{1}, {2, 3}, {1}, {1}});
  CHECK(neighbours.has(1, 3));
  CHECK_FALSE(neighbours.has(1, 0));
  CHECK(neighbours.has(0, 1));  // it has not noticed
  neighbours.remove_all(1);
  check_equal(neighbours, {{1}, {}, {1}, {1}});
}

TEST_CASE("neighbours are kept as in rows of their own, whoever comes and goes") {
  constexpr PeerId peers = 30;
  core::Substream random(1, core::Purpose("test/neighbours"));
  overlay::Neighbours neighbours(peers);
  Rows rows(peers);
  for (int step = 0; step < 20'000; ++step) {
    const auto peer = static_cast<PeerId>(random.below(peers));
    const auto other = static_cast<PeerId>(random.below(peers));
    std::vector<PeerId>& row = rows[peer];
    const auto found = std::find(row.begin(), row.end(), other);
    REQUIRE(neighbours.has(peer, other) == (found != row.end()));
    if (random.chance(0.01)) {
      neighbours.remove_all(peer);
      row.clear();
    } else if (found == row.end()) {
      neighbours.add(peer, other);
      row.push_back(other);
    } else {
      neighbours.remove(peer, other);
      row.erase(found);
    }
    if (step % 100 == 0) check_equal(neighbours, rows);
  }
  check_equal(neighbours, rows);
}

}  // namespace neighbours_test
