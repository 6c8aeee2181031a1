// A centralized network whose peers, and servers, come and go at random: what must be so of it.
#include <map>
#include <string>
#include <utility>
#include <variant>

#include "sim/protocols/centralized.hpp"
#include "tests/unit/protocols/churning_star.hpp"

namespace centralized_random_test {

namespace {

using namespace rippletank;
using namespace rippletank::tests;
using core::PeerId;
using measure::DownloadRecord;
using measure::QueryRecord;
using protocols::Centralized;

struct Seen {
  std::uint64_t complete = 0;
  std::uint64_t resumed = 0;  ///< complete, and not in one go
  std::uint64_t fetched = 0;
  std::uint64_t cut = 0;
};

Centralized::Parameters random_parameters(core::Substream& random) {
  Centralized::Parameters parameters;
  parameters.login_spread_s = 0;
  parameters.silence_s = 0.1;
  parameters.retry_s = 0.4;
  parameters.cache_bytes = random.below(3) * random.below(3000);
  parameters.downloads.sources = 1 + static_cast<std::uint32_t>(random.below(3));
  parameters.downloads.piece_bytes = 50 + random.below(400);
  parameters.downloads.retry_s = 0.3;
  parameters.downloads.tries = 1 + static_cast<std::uint32_t>(random.below(4));
  return parameters;
}

bool is_server(const Churn<Centralized>& churn, PeerId peer) {
  return peer < churn.script.servers.size();
}

/// A server sends only what it has been sent since it came.
void check_server_has(const Churn<Centralized>& churn, const overlay::Measures& measures,
                      const DownloadRecord& delivery) {
  core::Time came = 0;
  for (const Stay& stay : churn.stays[delivery.from]) {
    if (stay.begin <= delivery.start) came = stay.begin;
  }
  std::uint64_t got = 0;
  for (const DownloadRecord& record : measures.downloads) {
    const bool is_fetch = record.to == delivery.from && record.item == delivery.item;
    if (!is_fetch || record.start < came) continue;
    if (end_of(record, measures.end) <= delivery.start) got += record.carried_bytes;
  }
  REQUIRE(got >= churn.script.sizes[*delivery.item]);
}

/// Between clients there is nothing; a holder sends as much at a time as it may.
void check_fetches(const Churn<Centralized>& churn, const overlay::Measures& measures, Seen& seen) {
  const auto& script = churn.script;
  std::map<PeerId, SideBySide> of_source;
  std::map<std::pair<PeerId, core::ItemId>, SideBySide> of_item;
  for (const DownloadRecord& record : measures.downloads) {
    REQUIRE(is_server(churn, record.from) != is_server(churn, record.to));
    if (!measure::was_sent(record.status)) continue;
    if (is_server(churn, record.from)) {
      check_server_has(churn, measures, record);
      continue;
    }
    ++seen.fetched;
    REQUIRE(script.holders[*record.item].count(record.from) == 1);
    of_source.try_emplace(record.from, measures.end).first->second.add(record);
    of_item.try_emplace({record.to, *record.item}, measures.end).first->second.add(record);
  }
  for (const auto& [source, sent] : of_source) {
    if (script.uploads.slots) REQUIRE(sent.most() <= *script.uploads.slots);
  }
  for (const auto& [item, sent] : of_item) {
    REQUIRE(sent.most() <= script.parameters.downloads.sources);
  }
}

void check_query(const Churn<Centralized>& churn, const overlay::Measures& measures,
                 const QueryRecord& query, Seen& seen) {
  const std::uint64_t size = churn.script.sizes[*query.item];
  SideBySide deliveries(measures.end);
  std::size_t count = 0;
  bool has_come = false;
  for (const DownloadRecord& record : measures.downloads) {
    if (record.query != query.id || !is_server(churn, record.from)) continue;
    ++count;
    deliveries.add(record);
    REQUIRE(record.to == query.origin);
    REQUIRE(record.item == query.item);
    const core::Time end = end_of(record, measures.end);
    has_come |= query.downloaded && end == query.start + *query.downloaded;
  }
  REQUIRE(deliveries.most() <= 1);
  REQUIRE(deliveries.most_promised_bytes() <= size);
  REQUIRE((query.download_begun || count == 0));
  REQUIRE(query.downloaded.has_value() == has_come);
  if (query.downloaded) REQUIRE(deliveries.carried_bytes() == size);
  if (!query.downloaded && size > 0) REQUIRE(deliveries.carried_bytes() < size);
  if (query.downloaded) ++seen.complete;
  if (query.downloaded && count > 1) ++seen.resumed;
}

overlay::Measures check(const Churn<Centralized>& churn, Seen& seen) {
  const overlay::Measures measures = play(churn.script);
  for (const DownloadRecord& record : measures.downloads) {
    INFO(record.from << " to " << record.to << " from " << record.start);
    check_ends(churn, record, measures.end);
    if (record.status == measure::DownloadStatus::cut) ++seen.cut;
  }
  check_fetches(churn, measures, seen);
  for (const QueryRecord& query : measures.queries) {
    INFO("query " << query.id << " at " << query.start << " by " << query.origin);
    check_query(churn, measures, query, seen);
  }
  return measures;
}

}  // namespace

TEST_CASE("whoever comes and goes, a server sends what it has, once, to those who are there") {
  Seen seen;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    INFO("seed " << seed);
    ChurnOptions options;
    options.servers = 1 + static_cast<PeerId>(seed % 2);
    options.servers_go = seed % 3 > 0;
    options.in_step = seed % 5 < 2;
    ChurnMaker maker(seed, options);
    Churn<Centralized> churn = maker.make<Centralized>(random_parameters(maker.random()));
    // A server that does not come back is tried for ever.
    churn.script.horizon = (seed % 7 == 0 ? 1500 : 30'000) * core::millisecond;
    check(churn, seen);
  }
  CHECK(seen.complete > 1000);
  CHECK(seen.resumed > 50);
  CHECK(seen.fetched > 1000);
  CHECK(seen.cut > 300);
}

TEST_CASE("where all clients come back in the end, whoever wishes on gets all that it wants") {
  Seen seen;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    INFO("seed " << seed);
    ChurnOptions options;
    options.all_come_back = true;
    options.in_step = seed % 5 < 2;
    ChurnMaker maker(seed, options);
    Centralized::Parameters parameters = random_parameters(maker.random());
    parameters.downloads.tries = 1000;
    const Churn<Centralized> churn = maker.make<Centralized>(parameters);
    for (const QueryRecord& query : check(churn, seen).queries) {
      INFO("query " << query.id << " at " << query.start << " by " << query.origin);
      REQUIRE(query.downloaded.has_value() == query.download_begun);
    }
  }
  CHECK(seen.complete > 1000);
}

TEST_CASE("where all stay, every byte passes the server: in once a fetch, out for each request") {
  Seen seen;
  std::uint64_t kept = 0;
  std::uint64_t joined = 0;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    INFO("seed " << seed);
    ChurnOptions options;
    options.changes_most = 0;
    ChurnMaker maker(seed, options);
    Centralized::Parameters parameters = random_parameters(maker.random());
    parameters.downloads.tries = 1000;
    Churn<Centralized> churn = maker.make<Centralized>(parameters);
    constexpr std::uint64_t size = 800;
    churn.script.sizes.assign(churn.script.sizes.size(), size);
    const overlay::Measures measures = check(churn, seen);
    std::map<std::string, std::uint64_t> figures;
    for (const measure::Figure& figure : measures.figures) {
      if (const auto* count = std::get_if<std::uint64_t>(&figure.value)) {
        figures[figure.name] = *count;
      }
    }
    std::uint64_t begun = 0;
    for (const QueryRecord& query : measures.queries) begun += query.download_begun ? 1U : 0U;
    REQUIRE(messages_of(measures, "request") == begun);
    REQUIRE(messages_of(measures, "refusal") == 0);
    REQUIRE(figures["items_fetched"] + figures["items_joined"] + figures["items_kept"] == begun);
    REQUIRE(measures.carried[0].up == begun * size);
    REQUIRE(measures.carried[0].down == figures["items_fetched"] * size);
    REQUIRE(figures["cache_saved_bytes"] == figures["items_kept"] * size);
    kept += figures["items_kept"];
    joined += figures["items_joined"];
  }
  CHECK(kept > 100);
  CHECK(joined > 50);
}

}  // namespace centralized_random_test
