// State: all that a run of Napster consists of, whoever acts on it, and the size of each letter.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "sim/core/pool.hpp"
#include "sim/overlay/content.hpp"
#include "sim/overlay/letter.hpp"
#include "sim/overlay/protocol.hpp"
#include "sim/overlay/servers.hpp"
#include "sim/protocols/napster/folders.hpp"
#include "sim/protocols/napster/index.hpp"
#include "sim/protocols/napster/messages.hpp"
#include "sim/protocols/napster/parameters.hpp"
#include "sim/protocols/napster/server_links.hpp"

namespace rippletank::protocols::napster {

/// What clients can do about firewalls.
inline constexpr overlay::MethodSet traversals = overlay::set_of(overlay::Method::push);

/// Timers, as Letter::type of a letter that is not sent. A comment says what its subject is.
enum class Alarm : std::uint8_t {
  served,         ///< the job
  log_in,         ///< how often the client had come online
  client_silent,  ///< the client; value: its connection
  server_silent,  ///< the client's connection
  login_late,     ///< likewise
  client_late,    ///< the client; value: how often it has been sent to a server
  unshare,        ///< how often the client had come online
  request_late,   ///< the request
  search_late,    ///< the search
  piece           ///< the download
};

/// How far a client has come to be logged in.
enum class Login : std::uint8_t { away, redirecting, logging_in, logged_in };

/// A request of one client for a file of another, in the order in which they are made.
using RequestId = std::uint32_t;

struct Request {
  std::uint32_t download = 0;
  core::PeerId peer = 0;  ///< that fetches
  core::PeerId source = 0;
  core::ItemId item = 0;
  overlay::QueryNumber query = overlay::no_query;
  std::uint32_t stay = 0;  ///< of the peer, see Client
  bool open = true;        ///< the peer waits for it
};

struct Client {
  Login login = Login::away;
  core::PeerId server = core::no_peer;  ///< that it has connected to, the redirector included
  std::uint32_t connection = 0;         ///< how often it has connected
  std::uint32_t stay = 0;               ///< how often it has come online again
  std::uint32_t choice = 0;             ///< position among the servers that it knows
  std::uint32_t tried = 0;              ///< servers in a row that did not let it in
  std::uint32_t rounds = 0;             ///< in a row in which none let it in
  std::uint32_t withdrawn = 0;          ///< files, when it told its server what it shares
  std::vector<overlay::QueryNumber> searches;  ///< to be sent once it is logged in
  std::vector<RequestId> requests;             ///< likewise
};

/// What a peer has asked for, and whom it has been told of.
struct Asked {
  core::ItemId item = 0;
  core::PeerId origin = 0;
  bool download = false;
  std::vector<core::PeerId> sources;  ///< if it fetches what it finds
};

struct Counts {
  std::uint64_t logins = 0;
  std::uint64_t refused_logins = 0;
  std::uint64_t hidden_results = 0;
  std::uint64_t searches_passed_on = 0;
};

class State {
 public:
  static constexpr std::uint32_t most_rounds = 100;

  State(const Parameters& parameters, const overlay::SetUp& set_up);
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  bool is_server(core::PeerId peer) const { return servers.is_server(peer); }
  bool is_redirector(core::PeerId peer) const { return peer == redirector; }
  /// Whether a request is still waited for by the peer that has made it.
  bool is_open(RequestId id) const {
    const Request& request = requests[id];
    return request.open && request.stay == clients[request.peer].stay;
  }
  measure::MessageSize size(const overlay::Letter& letter) const;
  std::uint64_t copies(const overlay::Letter& letter) const;
  /// All bytes of what a client tells its server about its files.
  std::uint32_t share_bytes(core::PeerId client) const;

  overlay::Letter about(Type type, RequestId id) const {
    overlay::Letter letter = letter_of(type, requests[id].query);
    letter.subject = id;
    return letter;
  }
  static overlay::Letter letter_of(Type type, overlay::QueryNumber query = overlay::no_query) {
    overlay::Letter letter;
    letter.type = type;
    letter.query = query;
    return letter;
  }

  /// Results have come to the peer that asked; the letter's batch is used up.
  template <class Talk>
  void take_results(Talk& talk, const overlay::Letter& letter) {
    const std::vector<core::PeerId>& holders = batches[letter.subject];
    talk.answered(letter.query, holders.size(), letter.hops / 2U);
    Asked& query = asked[letter.query];
    if (query.download) {
      query.sources.insert(query.sources.end(), holders.begin(), holders.end());
    }
    drop_batch(letter.subject);
  }
  void drop_batch(std::uint32_t batch) {
    batches[batch].clear();
    batches.take(batch);
  }

  static overlay::Letter timer(Alarm alarm, std::uint32_t subject, std::uint32_t value = 0) {
    overlay::Letter letter;
    letter.type = static_cast<std::uint8_t>(alarm);
    letter.subject = subject;
    letter.value = value;
    return letter;
  }

  const Parameters parameters;
  const std::uint64_t seed;
  const overlay::Content* const content;  ///< null if there is none
  const overlay::Servers servers;         ///< the redirector is one of them
  const core::PeerId redirector;          ///< no_peer: none
  const std::vector<core::PeerId> index_servers;
  const overlay::Firewalls& firewalls;
  const std::vector<std::uint8_t> link_types;  ///< [peer] as clients tell them, 0 to 10
  const ServerLinks links;
  const std::uint32_t slot_digits;  ///< of how many uploads at a time there may be

  Folders folders;
  Index index;
  std::vector<Client> clients;    ///< [peer]
  std::vector<Asked> asked;       ///< [query]
  std::vector<Request> requests;  ///< [RequestId]
  /// Those whom letters with results tell of.
  core::Pool<std::vector<core::PeerId>> batches;
  Counts counts;

 private:
  Details details(Type type, const overlay::Letter& letter) const;
  measure::MessageSize batch_size(Type type, const overlay::Letter& letter) const;

  Sizes sizes_;
};

}  // namespace rippletank::protocols::napster
