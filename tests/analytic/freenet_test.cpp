// Freenet in small networks that are played by hand.
#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/unit/protocols/freenet_by_hand.hpp"

namespace freenet_test {

using namespace rippletank;
using namespace rippletank::tests;
using core::PeerId;
using core::Time;
using Counts = std::map<std::string, std::uint64_t>;

namespace {

const fn::Parameters paper = fn::of_the_paper();
const fn::Parameters real;

fn::Parameters with_htl(fn::Parameters parameters, std::uint32_t htl_hops) {
  parameters.htl_hops = htl_hops;
  return parameters;
}

std::uint64_t all_bytes(const FreenetPlayed& played) {
  std::uint64_t bytes = 0;
  for (const measure::MessageCount& count : played.measures.messages) bytes += count.bytes();
  return bytes;
}

void check_end(const measure::RequestRecord& record, const std::string& outcome,
               std::optional<std::uint32_t> path_hops, Time duration) {
  CHECK(outcome_name(record) == outcome);
  CHECK(record.path_hops == path_hops);
  CHECK(record.duration == duration);
}

fn::Key key_of(const FreenetScript& script) { return fn::key_of_item(script.seed, 0); }

}  // namespace

TEST_CASE("in freenet_2000 a request goes along a line and leaves copies on its way") {
  const FreenetScript script = asking(by_hand(line_of(5), paper, {4}, 40'000), {0});
  const FreenetPlayed played = play_freenet(script);
  const measure::RequestRecord& record = played.measures.requests.at(0);
  check_end(record, "found", 4, 8 * hand_delay);
  CHECK(record.asked == 4);
  CHECK(record.backtracks == 0);
  CHECK(record.copies_made == 4);
  // Three parts, of 16,384, 16,384 and 7,232 bytes, which follow each other from peer to peer.
  CHECK(messages_of(played) == Counts{{"data_request", 4}, {"data_reply", 4}, {"data_part", 8}});
  CHECK(count_of(played, "data_request").control_bytes == 4 * 120);
  CHECK(count_of(played, "data_reply").control_bytes == 4 * (326 + 21));
  CHECK(count_of(played, "data_reply").payload_bytes == 4 * 16'384);
  CHECK(count_of(played, "data_part").control_bytes == 4 * (21 + 1));
  CHECK(count_of(played, "data_part").payload_bytes == 4 * (16'384 + 7'232));
  for (PeerId peer = 0; peer < 5; ++peer) CHECK(holds(played, peer));
  for (PeerId peer = 0; peer < 4; ++peer) CHECK(source_at(played, peer, key_of(script)) == 4);
  CHECK(source_at(played, 4, key_of(script)) == core::no_peer);  // the holder learns nothing
}

TEST_CASE("in freenet each link of a path carries what 128 KiB and the messages around them take") {
  const FreenetScript script = asking(by_hand(line_of(4), real, {3}, 131'072), {0});
  const FreenetPlayed played = play_freenet(script);
  check_end(played.measures.requests.at(0), "found", 3, 6 * hand_delay);
  CHECK(messages_of(played) == Counts{{"data_request", 3},
                                      {"accepted", 3},
                                      {"data_reply", 3},
                                      {"data_part", 21},
                                      {"store_data", 3}});
  // Request, acceptance, header, eight parts with 7 hashes and 8 bytes of control, word of source.
  constexpr std::uint64_t per_link_bytes = 120 + 46 + 326 + (131'072 + 7 * 20 + 8) + 1342;
  CHECK(per_link_bytes == 133'054);
  CHECK(all_bytes(played) == 3 * per_link_bytes);
  for (PeerId peer = 0; peer < 3; ++peer) {
    CHECK(holds(played, peer));
    CHECK(source_at(played, peer, key_of(script)) == 3);
  }
}

TEST_CASE("a request finds what is as many hops away as it may live, and nothing farther") {
  for (const fn::Parameters& parameters : {paper, real}) {
    const FreenetPlayed enough =
        play_freenet(asking(by_hand(line_of(5), with_htl(parameters, 4), {4}, 1000), {0}));
    check_end(enough.measures.requests.at(0), "found", 4, 8 * hand_delay);
    const FreenetPlayed short_of_one =
        play_freenet(asking(by_hand(line_of(5), with_htl(parameters, 3), {4}, 1000), {0}));
    check_end(short_of_one.measures.requests.at(0), "out_of_htl", {}, 6 * hand_delay);
    CHECK(short_of_one.measures.requests.at(0).asked == 3);
    CHECK(count_of(short_of_one, "data_request").messages == 3);
    CHECK(count_of(short_of_one, "data_not_found").messages == 3);
    CHECK(all_bytes(short_of_one) == 3 * (120U + 71U + (parameters.accepts ? 46U : 0U)));
    CHECK(short_of_one.figure("copies_at_end") == 1);
  }
}

TEST_CASE("a key that was not found is not looked for again for half an hour, but farther away") {
  FreenetScript script = by_hand(line_of(6), with_htl(real, 3), {5}, 1000);
  script.queries = {{1000 * core::second, 0, 0}, {2000 * core::second, 0, 0}};
  const FreenetPlayed soon = play_freenet(script);
  check_end(soon.measures.requests.at(0), "out_of_htl", {}, 6 * hand_delay);
  check_end(soon.measures.requests.at(1), "out_of_htl", {}, 2 * hand_delay);
  CHECK(soon.measures.requests.at(1).asked == 1);
  CHECK(soon.figure("failed_key_answers") == 1);
  script.queries.at(1).start = 2801 * core::second;
  const FreenetPlayed later = play_freenet(script);
  CHECK(later.measures.requests.at(1).asked == 3);
  CHECK(later.figure("failed_key_answers") == 0);
  // Peer 3 was asked with one hop to live, and is now asked with two.
  script.queries.at(1) = {2000 * core::second, 2, 0};
  const FreenetPlayed farther = play_freenet(script);
  check_end(farther.measures.requests.at(1), "found", 3, 6 * hand_delay);
}

TEST_CASE("what was asked for is one hop away from the next one who asks") {
  for (const fn::Parameters& parameters : {paper, real}) {
    // Peer 5 knows only peer 0, which is at the other end of the line than the item.
    const auto rows = rows_of({{1}, {0, 2}, {1, 3}, {2, 4}, {3}, {0}});
    const FreenetScript script = asking(by_hand(rows, parameters, {4}, 1000), {0, 5, 5});
    const FreenetPlayed played = play_freenet(script);
    check_end(played.measures.requests.at(0), "found", 4, 8 * hand_delay);
    check_end(played.measures.requests.at(1), "found", 1, 2 * hand_delay);
    check_end(played.measures.requests.at(2), "found", 0, 0);  // it has it itself
    CHECK(source_at(played, 5, key_of(script)) == 0);
    CHECK(played.figure("copies_at_end") == 6);
  }
}

TEST_CASE("peers that always name themselves make a chain of sources") {
  for (fn::Parameters parameters : {paper, real}) {
    FreenetScript script = asking(by_hand(line_of(5), parameters, {4}, 1000), {0});
    script.parameters.reset_probability = 1;
    const FreenetPlayed played = play_freenet(script);
    for (PeerId peer = 0; peer < 4; ++peer) {
      CHECK(source_at(played, peer, key_of(script)) == peer + 1);
    }
  }
}

namespace {

/// Peer 0 asks 1, which knows 2 and 3; a leaf follows each of them, and the item lies with that of
/// the one whose key is farther from it.
struct Tree {
  PeerId near = 2;
  FreenetScript script;

  explicit Tree(const fn::Parameters& parameters) {
    const auto rows = rows_of({{1}, {2, 3}, {4}, {5}, {}, {}});
    const auto rank = [](PeerId peer) {
      const fn::Key item = fn::key_of_item(1, 0);
      const fn::Key up = fn::key_of_peer(1, peer) - item;
      return std::min(up, fn::Key{0} - up);
    };
    near = rank(2) < rank(3) ? 2 : 3;
    script = asking(by_hand(rows, parameters, {near == 2 ? 5U : 4U}, 1000), {0});
    script.parameters.closeness = fn::Closeness::circle;
  }
};

}  // namespace

TEST_CASE("a request turns back where nobody is left, and finds the item in the other branch") {
  const FreenetPlayed short_way = play_freenet(Tree(paper).script);
  const measure::RequestRecord& record = short_way.measures.requests.at(0);
  // Down to the leaf and back are 4 messages before peer 1 asks the other one, over 2 hops.
  check_end(record, "found", 3, (2 * 3 + 4) * hand_delay);
  CHECK(record.asked == 5);
  CHECK(record.backtracks == 1);
  CHECK(record.copies_made == 3);
  CHECK(messages_of(short_way) == Counts{{"data_request", 5}, {"rejected", 2}, {"data_reply", 3}});
  CHECK(short_way.figure("dead_ends") == 2);
  CHECK_FALSE(holds(short_way, Tree(paper).near));
  CHECK(messages_of(play_freenet(Tree(real).script)) == Counts{{"data_request", 5},
                                                               {"accepted", 5},
                                                               {"rejected", 2},
                                                               {"restarted", 1},
                                                               {"data_reply", 3},
                                                               {"store_data", 3}});
}

TEST_CASE("turning back costs the hops to live that were spent in vain") {
  // Of 5, the leaf that knows nobody has 2 left, which come back to peer 1: the other one gets 2,
  // and its leaf 1.
  const FreenetPlayed enough = play_freenet(Tree(with_htl(paper, 5)).script);
  check_end(enough.measures.requests.at(0), "found", 3, 10 * hand_delay);
  const FreenetPlayed too_few = play_freenet(Tree(with_htl(paper, 4)).script);
  check_end(too_few.measures.requests.at(0), "out_of_htl", {}, 8 * hand_delay);
  CHECK(messages_of(too_few) ==
        Counts{{"data_request", 4}, {"rejected", 2}, {"data_not_found", 2}});
  const FreenetPlayed spent = play_freenet(Tree(with_htl(paper, 3)).script);
  check_end(spent.measures.requests.at(0), "out_of_htl", {}, 6 * hand_delay);
  CHECK(messages_of(spent) == Counts{{"data_request", 3}, {"data_not_found", 3}});
}

TEST_CASE("in freenet_2000 an insert goes as far as it may, then its data, and names its origin") {
  const FreenetScript script = inserting(by_hand(line_of(6), with_htl(paper, 3), {0}, 20'000));
  const FreenetPlayed played = play_freenet(script);
  const measure::RequestRecord& record = played.measures.requests.at(0);
  CHECK(std::string(record.kind) == "insert");
  check_end(record, "stored", 3, 6 * hand_delay);  // the data are sent, which is all it waits for
  CHECK(record.copies_made == 4);
  CHECK(messages_of(played) ==
        Counts{{"insert_request", 3}, {"insert_reply", 3}, {"data_insert", 3}, {"insert_part", 3}});
  CHECK(count_of(played, "insert_request").control_bytes == 3 * 122);
  CHECK(count_of(played, "insert_reply").control_bytes == 3 * 49);
  CHECK(count_of(played, "data_insert").control_bytes == 3 * (326 + 21));
  CHECK(count_of(played, "insert_part").payload_bytes == 3 * (20'000 - 16'384));
  for (PeerId peer = 0; peer < 6; ++peer) {
    CHECK(holds(played, peer) == (peer < 4));
    const bool learns = peer > 0 && peer < 4;
    CHECK(source_at(played, peer, key_of(script)) == (learns ? 0 : core::no_peer));
  }
}

TEST_CASE("in freenet an insert is stored when word of its last peer has come back") {
  const FreenetScript script = inserting(by_hand(line_of(6), with_htl(real, 3), {0}, 1000));
  const FreenetPlayed played = play_freenet(script);
  check_end(played.measures.requests.at(0), "stored", 3, 12 * hand_delay);
  CHECK(played.measures.requests.at(0).copies_made == 4);
  CHECK(messages_of(played) == Counts{{"insert_request", 3},
                                      {"accepted", 3},
                                      {"insert_reply", 3},
                                      {"data_insert", 3},
                                      {"store_data", 3}});
  for (PeerId peer = 0; peer < 6; ++peer) {
    CHECK(holds(played, peer) == (peer < 4));
    CHECK(source_at(played, peer, key_of(script)) == (peer < 3 ? 3 : core::no_peer));
  }
}

TEST_CASE("an insert whose way ends early is stored there, and alone where nobody is known") {
  for (const fn::Parameters& parameters : {paper, real}) {
    const FreenetPlayed line = play_freenet(inserting(by_hand(line_of(3), parameters, {0}, 1000)));
    CHECK(outcome_name(line.measures.requests.at(0)) == "stored");
    CHECK(line.measures.requests.at(0).path_hops == 2U);
    CHECK(line.figure("dead_ends") == 1);
    CHECK(line.figure("copies_at_end") == 3);
    const FreenetPlayed alone =
        play_freenet(inserting(by_hand(rows_of({{}, {}}), parameters, {1}, 1000)));
    check_end(alone.measures.requests.at(0), "stored", 0, 0);
    CHECK(holds(alone, 1));
  }
}

TEST_CASE("a newcomer becomes known to as many peers as its announcement goes to") {
  for (const fn::Parameters& parameters : {paper, real}) {
    FreenetScript script = by_hand(line_of(6), parameters, {0}, 1000);
    script.parameters.first_peers = 5;
    script.parameters.announce_htl_hops = 3;
    const FreenetPlayed played = play_freenet(script);
    // From one in the middle of the line three peers may be as few as lie on one side.
    const std::uint64_t links = count_of(played, "announcement").messages;
    CHECK(links >= 2);
    CHECK(links <= 3);
    Counts expected{{"announcement", links},
                    {"announcement_reply", links},
                    {"announcement_execute", links},
                    {"announcement_complete", links}};
    if (parameters.accepts) expected["accepted"] = links;
    CHECK(messages_of(played) == expected);
    std::uint64_t know_it = 0;
    for (PeerId peer = 0; peer < 5; ++peer) {
      know_it += source_at(played, peer, fn::key_of_peer(script.seed, 5)) == 5 ? 1U : 0U;
    }
    CHECK(know_it == links);
    CHECK(played.protocol->rules().state().tables.of(5).size() == 1);
    CHECK(played.figure("announcements_complete") == 1);
  }
}

namespace {

/// Nothing but the ways of inserts, among peers of which one has the item already. No scenario
/// inserts an item twice.
class Colliding {
 public:
  using Parameters = fn::Parameters;

  static std::vector<std::string> message_types() { return fn::message_names(); }
  Colliding(const Parameters& parameters, const overlay::SetUp& set_up)
      : state_(parameters, set_up),
        endings_(state_),
        data_(state_, endings_),
        asking_(state_, endings_, data_) {
    for (PeerId peer = 1; peer < state_.peers(); ++peer) {
      state_.tables.refer(peer - 1, fn::key_of_peer(1, peer), peer);
    }
    state_.stores.keep(0, state_.peers() - 1, 0);
  }
  measure::MessageSize size(const overlay::Letter& letter) const { return state_.size(letter); }
  static const char* role(PeerId) { return "peer"; }
  const fn::State& state() const { return state_; }

  template <class Talk>
  void on_query(Talk& talk, const overlay::Query& query, overlay::QueryNumber number) {
    fn::Request request;
    request.kind = fn::Kind::insert;
    request.item = 0;
    request.origin = query.origin;
    request.query = number;
    request.key = state_.key_of(request);
    asking_.start(talk, request);
  }
  template <class Talk>
  void on_letter(Talk& talk, PeerId to, PeerId from, const overlay::Letter& letter) {
    if (letter.type <= fn::announcement) {
      asking_.on_asked(talk, to, from, letter);
    } else if (letter.type == fn::store_data) {
      data_.on_source(talk, from, letter);
    } else {
      asking_.on_answer(talk, from, letter);
    }
    endings_.let_go(talk, letter.subject);
  }
  template <class Talk>
  void on_timer(Talk& talk, PeerId peer, const overlay::Letter& letter) {
    asking_.on_alarm(talk, peer, letter.subject);
    endings_.let_go(talk, letter.subject);
  }

 private:
  fn::State state_;
  fn::Endings endings_;
  fn::DataRules data_;
  fn::AskingRules asking_;
};

}  // namespace

TEST_CASE("an insert that meets the item brings it back, as a request would") {
  FreenetScript script = asking(by_hand(line_of(5), real, {4}, 1000), {0});
  const std::unique_ptr<overlay::Content> content = freenet_content(script);
  overlay::SetUp set_up{script.connections, 1, [](std::uint64_t) { return std::uint64_t{40}; }};
  set_up.content = content.get();
  using Protocol = overlay::Correspondence<Colliding>;
  Protocol protocol(script.parameters, set_up);
  overlay::Measures measures(script.peers());
  for (const std::string& type : Protocol::message_types()) measures.messages.push_back({type});
  const FreenetWires wires(script);
  const overlay::RunSettings settings;
  overlay::Engine<Protocol, FreenetWires> engine(script.connections, wires, protocol,
                                                 stream(script.queries), settings, measures);
  engine.run();
  const measure::RequestRecord& record = measures.requests.at(0);
  CHECK(std::string(record.kind) == "insert");
  check_end(record, "collision", 4, 8 * hand_delay);
  CHECK(record.copies_made == 4);
  Counts sent;
  for (const measure::MessageCount& count : measures.messages) {
    if (count.messages > 0) sent[count.type] = count.messages;
  }
  CHECK(sent ==
        Counts{{"insert_request", 4}, {"accepted", 4}, {"data_reply", 4}, {"store_data", 4}});
  CHECK(protocol.rules().state().stores.copies() == 5);
}

}  // namespace freenet_test
