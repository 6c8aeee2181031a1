// Downloads among peers that come and go at random: what must be so whatever happens.
#include <map>
#include <string>
#include <utility>

#include "sim/protocols/brokered.hpp"
#include "tests/unit/protocols/churning_star.hpp"

namespace downloads_random_test {

namespace {

using namespace rippletank;
using namespace rippletank::tests;
using core::PeerId;
using core::second;
using measure::DownloadRecord;
using measure::QueryRecord;
using protocols::Brokered;

struct Seen {
  std::uint64_t complete = 0;
  std::uint64_t cut = 0;
  std::uint64_t refused = 0;
  std::uint64_t resumed = 0;  ///< complete, and not in one go from one source
};

Brokered::Parameters random_parameters(core::Substream& random) {
  Brokered::Parameters parameters;
  parameters.login_spread_s = 0;
  parameters.silence_s = 0.1;
  parameters.retry_s = 0.4;
  parameters.downloads.sources = 1 + static_cast<std::uint32_t>(random.below(3));
  parameters.downloads.piece_bytes = 50 + random.below(400);
  parameters.downloads.retry_s = 0.3;
  parameters.downloads.tries = 1 + static_cast<std::uint32_t>(random.below(4));
  return parameters;
}

void check_sources(const Churn<Brokered>& churn, const overlay::Measures& measures) {
  const auto& script = churn.script;
  std::map<PeerId, SideBySide> of_source;
  std::map<std::pair<core::QueryId, PeerId>, SideBySide> of_pair;
  for (const DownloadRecord& record : measures.downloads) {
    REQUIRE(script.holders[*record.item].count(record.from) == 1);
    if (!measure::was_sent(record.status)) continue;
    of_source.try_emplace(record.from, measures.end).first->second.add(record);
    of_pair.try_emplace({*record.query, record.from}, measures.end).first->second.add(record);
  }
  for (const auto& [source, sent] : of_source) {
    INFO("source " << source);
    if (script.uploads.slots) REQUIRE(sent.most() <= *script.uploads.slots);
  }
  for (const auto& [pair, sent] : of_pair) REQUIRE(sent.most() <= 1);
}

void check_query(const Churn<Brokered>& churn, const overlay::Measures& measures,
                 const QueryRecord& query, Seen& seen) {
  const auto& script = churn.script;
  const std::uint64_t size = script.sizes[*query.item];
  SideBySide pieces(measures.end);
  std::size_t count = 0;
  bool has_come = false;
  for (const DownloadRecord& record : measures.downloads) {
    if (record.query != query.id || !measure::was_sent(record.status)) continue;
    ++count;
    pieces.add(record);
    REQUIRE(record.to == query.origin);
    REQUIRE(record.item == query.item);
    REQUIRE(record.start > query.start);
    const core::Time end = end_of(record, measures.end);
    has_come |= query.downloaded && end == query.start + *query.downloaded;
    if (query.downloaded) REQUIRE(end <= query.start + *query.downloaded);
  }
  REQUIRE(pieces.most() <= script.parameters.downloads.sources);
  REQUIRE(pieces.most_promised_bytes() <= size);
  REQUIRE((query.download_begun || count == 0));
  REQUIRE((query.hits > 0 || !query.download_begun));
  REQUIRE(query.downloaded.has_value() == has_come);
  if (query.downloaded) REQUIRE(pieces.carried_bytes() == size);
  if (!query.downloaded && size > 0) REQUIRE(pieces.carried_bytes() < size);
  if (query.downloaded) ++seen.complete;
  if (query.downloaded && count > 1) ++seen.resumed;
}

overlay::Measures check(const Churn<Brokered>& churn, Seen& seen) {
  const overlay::Measures measures = play(churn.script);
  for (const DownloadRecord& record : measures.downloads) {
    INFO(record.from << " to " << record.to << " from " << record.start);
    check_ends(churn, record, measures.end);
    if (record.status == measure::DownloadStatus::cut) ++seen.cut;
  }
  check_sources(churn, measures);
  for (const QueryRecord& query : measures.queries) {
    INFO("query " << query.id << " at " << query.start << " by " << query.origin);
    check_query(churn, measures, query, seen);
  }
  seen.refused += messages_of(measures, "refusal");
  return measures;
}

}  // namespace

TEST_CASE("whoever comes and goes, nobody sends too much at a time, twice or while away") {
  Seen seen;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    INFO("seed " << seed);
    ChurnOptions options;
    options.servers = 1 + static_cast<PeerId>(seed % 2);
    options.servers_go = seed % 3 == 0;
    options.in_step = seed % 5 < 2;
    ChurnMaker maker(seed, options);
    Churn<Brokered> churn = maker.make<Brokered>(random_parameters(maker.random()));
    // A server that does not come back is tried for ever.
    churn.script.horizon = (seed % 7 == 0 ? 1500 : 30'000) * core::millisecond;
    check(churn, seen);
  }
  CHECK(seen.complete > 1500);
  CHECK(seen.resumed > 500);
  CHECK(seen.cut > 500);
  CHECK(seen.refused > 200);
}

TEST_CASE("where all come back in the end, whoever tries on gets all that it has begun to fetch") {
  Seen seen;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    INFO("seed " << seed);
    ChurnOptions options;
    options.all_come_back = true;
    options.in_step = seed % 5 < 2;
    ChurnMaker maker(seed, options);
    Brokered::Parameters parameters = random_parameters(maker.random());
    parameters.downloads.tries = 1000;
    const Churn<Brokered> churn = maker.make<Brokered>(parameters);
    for (const QueryRecord& query : check(churn, seen).queries) {
      INFO("query " << query.id << " at " << query.start << " by " << query.origin);
      REQUIRE(query.downloaded.has_value() == query.download_begun);
    }
  }
  CHECK(seen.complete > 1000);
}

}  // namespace downloads_random_test
