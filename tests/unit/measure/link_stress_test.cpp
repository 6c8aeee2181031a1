// Link stress: the most copies of one content on each link, by hand.
#include "sim/measure/link_stress.hpp"

#include "tests/catch.hpp"

namespace link_stress_test {

using rippletank::measure::LinkStress;
using Stress = std::vector<std::uint32_t>;

namespace {

Stress most(const LinkStress& stress, std::size_t links) {
  Stress all;
  for (std::size_t link = 0; link < links; ++link) all.push_back(stress.most(link));
  return all;
}

}  // namespace

TEST_CASE("the stress of a link is the most copies that one content had there") {
  LinkStress stress(3);
  for (const std::uint32_t link : {0U, 0U, 2U}) stress.add(0, link);
  stress.add(5, 0);  // another content that spreads at the same time does not add to it
  stress.end(0, true);
  CHECK(most(stress, 3) == Stress{2, 0, 1});
  stress.add(0, 1);  // the number again, for a new content: it starts from nothing
  stress.add(0, 0);
  stress.end(0, true);
  stress.end(5, true);
  CHECK(most(stress, 3) == Stress{2, 1, 1});
}

TEST_CASE("a content that is not counted leaves no stress, and one that never spread ends, too") {
  LinkStress stress(2);
  stress.add(1, 1);
  stress.end(1, false);
  stress.end(9, true);
  CHECK(most(stress, 2) == Stress{0, 0});
  stress.add(1, 1);
  stress.end(1, true);
  CHECK(most(stress, 2) == Stress{0, 1});
}

TEST_CASE("links that are parted take along what they had together") {
  LinkStress stress({3, 3, 3, 3});
  for (int copy = 0; copy < 5; ++copy) stress.add(0, 3);
  stress.end(0, true);
  for (int copy = 0; copy < 3; ++copy) stress.add(1, 3);
  stress.move({1, 1, 3, 3});
  for (int copy = 0; copy < 3; ++copy) stress.add(1, 1);
  stress.end(1, true);
  CHECK(most(stress, 4) == Stress{6, 6, 5, 5});
}

TEST_CASE("a link that joins others has none of the copies that they had before") {
  LinkStress stress({0, 2, 2});
  stress.add(0, 2);
  stress.add(1, 2);
  stress.end(1, true);
  stress.move({2, 2, 2});
  CHECK(most(stress, 3) == Stress{0, 1, 1});
  stress.add(0, 2);
  stress.end(0, true);
  CHECK(most(stress, 3) == Stress{1, 2, 2});
  stress.add(0, 2);  // the number again
  stress.end(0, true);
  CHECK(most(stress, 3) == Stress{1, 2, 2});
}

}  // namespace link_stress_test
