// Defines the columns of the result tables.
#include "sim/run/table_columns.hpp"

#include <algorithm>

#include "sim/measure/message_count.hpp"

namespace rippletank::run {

std::vector<std::string_view> TableColumns::names() const {
  std::vector<std::string_view> all;
  for (const Column& column : columns) all.emplace_back(column.name);
  return all;
}

const TableColumns& query_columns() {
  static const TableColumns table = {
      "queries",
      "query",
      {{"query_id",
        "Number of the query in order of start, from 0; those before the warm-up have "
        "none."},
       {"time_s", "When it started."},
       {"origin", "The peer that asked, by its name in the input."},
       {"item", "What was asked for; empty where queries have no content."},
       {"ttl_hops", "How many hops it might travel; empty where there is no limit."},
       {"reach", "Distinct peers that processed it, its origin excluded."},
       {"coverage",
        "Reach divided by the number of other peers that were online when it started; empty if "
        "there were none. More than 1 if others came online in time to be reached."},
       {"hits", "Holders, each once, whose answers came back to the origin."},
       {"first_hit_hops",
        "Hops from the origin to the peer of the first answer; empty without one."},
       {"first_hit_ms", "From its start to the first answer; empty without one."},
       {"last_reach_ms", "From its start to its last first copy; empty if it reached nobody."},
       {"messages",
        "Messages that were sent because of it: copies of it, hits on their way back, and what "
        "else "
        "its search says."},
       {"duplicates", "Copies that arrived where it was known already."},
       {"bytes", "Bytes of these messages, without TCP/IP."},
       {"stretch",
        "Time from its start to a first copy, divided by that of the same message sent straight "
        "from the origin over idle wires; mean over reached peers to which the straight way takes "
        "time; empty where the "
        "underlay is `direct`."},
       {"path_links",
        "Physical links that a first copy had crossed since it left the origin, by the routes as "
        "they "
        "were when it came; mean over reached peers; empty where the underlay has no links."},
       {"download_ms",
        "From its start until the origin had fetched what it found; empty if it has not."}}};
  return table;
}

const TableColumns& hop_columns() {
  static const TableColumns table = {
      "hops",
      "query and hop; first over all queries",
      {{"query_id", "As in queries.csv; `all` for the sum over all queries."},
       {"hop", "Connections that a copy had travelled when it arrived, from 1."},
       {"peers_reached", "Peers that got their first copy after this many hops."},
       {"messages",
        "Messages sent on their way to this hop, hits counted on from the hop of their peer."},
       {"duplicates", "Of these, copies that arrived where the query was known already."}}};
  return table;
}

const TableColumns& message_columns() {
  static const TableColumns table = [] {
    TableColumns made = {
        "messages",
        "type of message",
        {{"type", "As the protocol calls it."},
         {"messages", "How many were sent: delivered, in flight and dropped ones."},
         {"bytes", "Bytes of all messages, without TCP/IP: control and payload."},
         {"control_bytes", "The part that is headers and whatever only steers."},
         {"payload_bytes", "The part that users wanted to be sent."},
         {"tcp_ip_bytes", "TCP/IP headers around them, on top of their bytes."},
         {"delivered", "Messages that arrived."},
         {"in_flight", "Messages still on their way at the horizon."}}};
    for (const std::string reason : measure::drop_reason_names) {
      std::string words = reason;
      std::replace(words.begin(), words.end(), '_', ' ');
      made.columns.push_back({"dropped_" + reason, "Messages that did not arrive: " + words + "."});
    }
    return made;
  }();
  return table;
}

const TableColumns& peer_columns() {
  static const TableColumns table = {
      "peers",
      "peer",
      {{"peer", "Its name in the input."},
       {"role", "What it is in its protocol: `peer` where all are equal."},
       {"host",
        "Where it runs: the host or device of a `physical` underlay, the router of an "
        "`internet`, the row of a `matrix`, the region of `regions`; empty where the underlay is "
        "`direct`."},
       {"degree", "Its connections; where peers make them during the run, those at its end."},
       {"access_class", "Class of its access link; empty where the underlay has none."},
       {"down_kbit_s", "How fast it receives; empty where the underlay has no access links."},
       {"up_kbit_s", "How fast it sends; likewise."},
       {"firewalled",
        "Whether it is behind a firewall that does not let everybody in, as `firewalls` says."},
       {"online_s",
        "How long it was online: until the horizon or, without one, until the last event, less the "
        "time in which `failures` or `churn` kept it offline; a host that is down does not shorten "
        "it."},
       {"messages_in", "Messages that arrived at it."},
       {"messages_out", "Messages that it sent."},
       {"bytes_in", "Bytes that arrived at it, without TCP/IP."},
       {"bytes_out", "Bytes that it sent, without TCP/IP."},
       {"queries_issued", "Queries that it asked."},
       {"queries_received", "Queries of others that reached it."},
       {"queries_answered", "Queries of others that it answered with a hit."},
       {"uploaded_bytes", "Bytes of files and the like that others have fetched from it."},
       {"downloaded_bytes", "Bytes of files and the like that it has fetched."},
       {"relayed_bytes",
        "Bytes of files that it has passed on for two others, which came to it and left it; in "
        "neither of the former."}}};
  return table;
}

const TableColumns& download_columns() {
  static const TableColumns table = {
      "downloads",
      "attempt to fetch a file or the like, if there is any",
      {{"query_id", "The query that found it, as in queries.csv; empty without one."},
       {"from", "The peer that sends, by its name in the input."},
       {"to", "The peer that fetches."},
       {"what", "What is fetched, as the protocol calls it: `file` in most."},
       {"item", "Which item it is; empty where it is none."},
       {"size_bytes",
        "Bytes that were to be fetched: of one that goes on where another was cut, the rest."},
       {"method",
        "How the two came together, or tried to: `direct`, `push`, `hole_punch`, `relay`, "
        "`routed` from hop to hop, or as the protocol calls it; empty if there was no way."},
       {"status",
        "`complete`; `cut`, as one of the two, or their relay, went offline, no way was left, or "
        "it "
        "was not wanted any more; `in_progress` at the end of the run. Of those of which nothing "
        "was sent `unreachable`, as no method that is known and allowed leads past the firewalls; "
        "`unanswered`, as who was called did not come, or the answer did not; `gone`, as the other "
        "one was not there any more, or had it no more; or `refused`, as it had no place."},
       {"carried_bytes", "Whole bytes that had arrived by then."},
       {"start_s", "When it began."},
       {"duration_s",
        "Until its last byte arrived, it was cut, or it came to nothing; empty for one still in "
        "progress."},
       {"relay", "The peer that passed it on; empty if nobody did."}}};
  return table;
}

const TableColumns& reachability_columns() {
  static const TableColumns table = {
      "reachability",
      "way in which attempts to fetch something ended, where there are firewalls",
      {{"to", "What the peer is that fetches: `open`, or `firewalled`."},
       {"from",
        "What the one is that sends: likewise, or `same_firewall` if it is behind that of the "
        "other."},
       {"method", "How the two came together, or tried to, as in downloads.csv."},
       {"status", "How the attempts ended, likewise."},
       {"attempts", "How many of them did."}}};
  return table;
}

const TableColumns& request_columns() {
  static const TableColumns table = {
      "requests",
      "request that peers pass on one at a time, where the protocol has any",
      {{"query_id", "The query that it is for, as in queries.csv; empty without one."},
       {"kind", "`request` for an item, or `insert` of one."},
       {"item", "Which item; empty where it is none."},
       {"origin", "The peer that asked, by its name in the input."},
       {"outcome",
        "`found`; `not_found`, when all that could be asked had been; `out_of_htl`, when it had "
        "been passed on as often as it may; of an insert `stored`, or `collision` with the item "
        "that was there already; or `lost`."},
       {"reason", "Why it was lost; empty otherwise."},
       {"path_hops",
        "Hops from the origin to the peer that had it, or to the last peer of an insert; empty "
        "if there is none."},
       {"asked", "How often it was passed on to a peer, in vain or not."},
       {"backtracks", "How often a peer had to try another one."},
       {"copies_made", "Copies that were stored because of it."},
       {"start_s", "When it began."},
       {"duration_s", "Until its origin knew how it had ended; empty if it never did."}}};
  return table;
}

const TableColumns& copy_columns() {
  static const TableColumns table = {
      "copies",
      "end of a bin of time and item that `measure/items` follows, where copies come and go; the "
      "end of the run, too",
      {{"time_s", "When."},
       {"item", "Which item."},
       {"copies", "Copies at peers that are online."},
       {"copies_offline", "Copies at the others."},
       {"peers_within",
        "Peers online from which some way leads to a copy, by whom peers could ask at that "
        "moment; holders are among them."},
       {"hops_mean", "Hops of the shortest such way, mean over these; empty if there are none."},
       {"hops_max", "The longest of these ways; likewise."}}};
  return table;
}

const TableColumns& probe_columns() {
  static const TableColumns table = {
      "probes",
      "request that was tried on the network as it stood at a moment, without changing it",
      {{"time_s", "When."},
       {"origin", "The peer that would ask, by its name in the input."},
       {"item", "What it would ask for."},
       {"outcome", "How the request would end, as in requests.csv."},
       {"path_hops",
        "How often it would be passed on until it found the item; its limit, if it would "
        "not."}}};
  return table;
}

const TableColumns& server_columns() {
  static const TableColumns table = {
      "servers",
      "server, where the protocol has any",
      {{"server", "Its name in the input."},
       {"workers", "How many requests it serves at a time."},
       {"requests",
        "Requests that came to it after the warm-up: served, refused, lost and inside."},
       {"served", "Those whose service ended."},
       {"refused", "Those that found no place."},
       {"lost", "Those that were inside when it failed."},
       {"inside", "Those that were inside at the end of the run."},
       {"utilisation",
        "Share of the time from the warm-up to the end of the run during which a worker had a "
        "request, mean over its workers; empty if there is no such time."},
       {"waiting_mean", "Requests that waited for a worker, mean over the same time."},
       {"waiting_max", "Most requests that waited at a time."},
       {"response_ms_mean",
        "From the arrival of a request to the end of its service, mean over those served; empty "
        "if there are none."},
       {"response_ms_max", "The longest of these times; 0 if there are none."}}};
  return table;
}

const TableColumns& link_columns() {
  static const TableColumns table = {
      "links",
      "cable of a physical underlay, or link of an internet",
      {{"from", "One end, by its name in the input; the peer of an access link."},
       {"to", "The other end."},
       {"layer",
        "`underlay`; `access` for the link from a peer (forward: up) to its router of an "
        "internet."},
       {"medium",
        "Cables with the same number are one shared medium, on which each frame is heard "
        "by all; empty for a cable by itself."},
       {"frames_forward",
        "Frames, or messages of an internet, that were queued to be sent from `from` to `to`, with "
        "those that a break cut off or that still waited at the horizon; on a shared medium all "
        "its frames."},
       {"frames_backward",
        "The same the other way; on a shared medium and on a half-duplex "
        "cable all are counted as forward."},
       {"bytes_forward", "Bytes of the former, with everything that is put around messages."},
       {"bytes_backward", "Bytes of the latter."},
       {"utilisation",
        "Share of the time until the end of the run during which the busier "
        "direction was sending; empty for a run without duration and for a link without a "
        "speed."},
       {"queue_ms_max",
        "Longest wait of a frame before it was sent or a break cut it off; of what still waited at "
        "the horizon, until it would have been sent."},
       {"drops",
        "Frames that found no room before it, that noise destroyed on it, or that a break cut "
        "off; on a shared medium all of these, again on each of its cables."},
       {"stress_max",
        "Most copies of one query that were sent over it, both ways together, each counted when "
        "its first frame is queued; on a shared medium, over any of its cables while this one "
        "worked; on an access link, to and from its peer."}}};
  return table;
}

const TableColumns& connection_columns() {
  static const TableColumns table = {
      "connections",
      "connection of two peers when the run ends, if peers make them during it",
      {{"peer", "One of the two, by its name in the input."}, {"neighbour", "The other one."}}};
  return table;
}

const TableColumns& failure_columns() {
  static const TableColumns table = {
      "failures",
      "failure or repair, of parts and of peers apart; of several at one moment the last row tells "
      "what they leave",
      {{"time_s", "When."},
       {"what", "What it is about, by names in the input, or how many if they are many."},
       {"reason",
        "`failure` of parts of the underlay; of peers `crash`, without a word, or `leave`; "
        "`partition` of the network; `repair` of any of them, and peers are back that nothing "
        "else keeps away."},
       {"peers_online", "Peers that are online and whose host is on."},
       {"components",
        "Parts that these peers are in, joined by connections whose ends reach each other: over "
        "what works of a `physical` underlay, and on one side of a network that is parted; where "
        "peers make their connections, those of that "
        "moment."},
       {"largest_component", "Peers in the largest of these parts."},
       {"recovered_s",
        "From a failure until the largest component had again 99 % of the share of the peers "
        "online that it had before, as seen after failures and repairs and, with a `bin_s`, as "
        "bins of time end; 0 if it never had less; empty for a repair, and if it was not seen "
        "again."},
       {"queries_before",
        "Queries that started in the time before a failure, as long as that lasted, or, if that "
        "was for good, as long as the run went on; as far as the warm-up was over. Empty for a "
        "repair, as all that follow."},
       {"answered_before", "Those of them that were answered."},
       {"queries_during", "Queries that started before the last of it was repaired."},
       {"answered_during", "Those of them that were answered."},
       {"queries_after", "Queries that started after that, as long as it had lasted."},
       {"answered_after", "Those of them that were answered."}}};
  return table;
}

const TableColumns& series_columns() {
  static const TableColumns table = {
      "series",
      "bin of time and metric, if `bin_s` is given",
      {{"time_s",
        "When the bin begins; the first is that in which the warm-up ends, the last one that in "
        "which the run does."},
       {"metric",
        "`peers_online`, the mean over the bin; `components` and `largest_component`, as in "
        "failures.csv, as the bin ends; `queries` that started in it and "
        "`queries_answered`, whose first answer came in it; of each type of message `messages_…` "
        "and `bytes_…` that were sent in it; of each server `server_…_requests` that came in it, "
        "and over the bin `server_…_utilisation` and `server_…_waiting_mean`, as in servers.csv. "
        "Where copies come and go, `copies` and `store_bytes` of all peers together, means over "
        "the bin, and `copies_stored` and `copies_evicted` in it. Where probes are made, of those "
        "in it `probes`, `probes_found` and the median `probe_path_hops`."},
       {"value", "Its value; a mean over a bin without duration is empty."}}};
  return table;
}

const TableColumns& ping_columns() {
  static const TableColumns table = {
      "pings",
      "ordered pair of peers, if `pings` is asked for",
      {{"from", "A peer, by its name in the input."},
       {"to", "Another one, connected or not."},
       {"links",
        "Physical links on the straight way; empty without a way, or where the underlay has no "
        "links."},
       {"one_way_ms",
        "How long a message of 64 bytes takes straight over idle wires, as they are at the end of "
        "the run; empty without a way and from or to a host that is down, 0 on one host of a "
        "`physical` underlay."},
       {"ping_ms", "The same there and back; empty if either way is missing."}}};
  return table;
}

std::vector<const TableColumns*> all_columns() {
  return {&query_columns(),    &hop_columns(),          &message_columns(), &peer_columns(),
          &download_columns(), &reachability_columns(), &request_columns(), &copy_columns(),
          &probe_columns(),    &server_columns(),       &link_columns(),    &connection_columns(),
          &failure_columns(),  &series_columns(),       &ping_columns()};
}

}  // namespace rippletank::run
