// Walks through a GraphML document and keeps what a graph can use.
#include "topologies/readers/graphml_document.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "topologies/readers/xml_scanner.hpp"

namespace rippletank::topologies {
namespace {

using Kind = XmlScanner::Kind;

constexpr std::array<GraphmlKey, static_cast<std::size_t>(NodeDatum::count)> node_keys = {
    {{"label", "", "its name, if no other node has it"},
     {"name", "", "the same, without a label"},
     {"Latitude", "degrees", "its latitude"},
     {"Longitude", "degrees", "its longitude"},
     {"kind", "", "host, router, hub or switch"}}};
constexpr std::array<GraphmlKey, static_cast<std::size_t>(EdgeDatum::count)> edge_keys = {
    {{"latency_ms", "ms", "its latency"},
     {"latency_us", "us", "its latency"},
     {"latency", "ms", "its latency with a unit as in 12 us, or else"},
     {"bandwidth_mbit_s", "Mbit/s", "its speed"},
     {"LinkSpeedRaw", "bit/s", "its speed"}}};

/// A <key>: what its id stands for at nodes and at edges.
struct Key {
  std::string id;
  std::string domain;  ///< node, edge, graph, … or all
  std::optional<NodeDatum> node_datum;
  std::optional<EdgeDatum> edge_datum;
  std::string default_text;
};

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return result;
}

template <class Datum, class Keys>
std::optional<Datum> datum_called(const std::string& name, const Keys& keys) {
  const auto found = std::find_if(keys.begin(), keys.end(), [&](const GraphmlKey& key) {
    return lower(key.name) == lower(name);
  });
  if (found == keys.end()) return {};
  return static_cast<Datum>(found - keys.begin());
}

template <class Keys>
std::string in_words(const Keys& keys) {
  std::string text;
  for (const GraphmlKey& key : keys) {
    text += fmt::format("{}{} ({}{}{})", text.empty() ? "" : ", ", key.name, key.meaning,
                        key.unit.empty() ? "" : " in ", key.unit);
  }
  return text;
}

/// The text on one line, blanks around it removed and those inside made single.
std::string tidy(std::string_view text) {
  std::string result;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (!blank) {
      result += c;
    } else if (!result.empty() && result.back() != ' ') {
      result += ' ';
    }
  }
  if (!result.empty() && result.back() == ' ') result.pop_back();
  return result;
}

class DocumentReader {
 public:
  DocumentReader(std::string_view utf8, Problems& problems)
      : xml_(utf8, problems), problems_(problems) {}

  GraphmlDocument read();

 private:
  std::string required_attribute(std::string_view name);
  std::string content();
  void read_key();
  void read_graph();
  void read_node();
  void read_edge();
  const Key* key_of_datum(std::string_view domain);
  template <class Element, class Datum>
  void read_datum(Element& element, std::string_view domain, std::optional<Datum> Key::*datum);
  template <class Element, class Datum>
  void fill_defaults(std::vector<Element>& elements, std::string_view domain,
                     std::optional<Datum> Key::*datum) const;

  XmlScanner xml_;
  Problems& problems_;
  std::vector<Key> keys_;
  GraphmlDocument document_;
  int first_graph_line_ = 0;
};

GraphmlDocument DocumentReader::read() {
  if (xml_.next() != Kind::start || xml_.name() != "graphml") {
    problems_.stop(xml_.line(), fmt::format("expected <graphml>, got <{}>", shown(xml_.name())));
  }
  for (Kind kind = xml_.next(); kind != Kind::end; kind = xml_.next()) {
    if (kind != Kind::start) continue;
    if (xml_.name() == "key") {
      read_key();
    } else if (xml_.name() == "graph") {
      read_graph();
    } else {
      xml_.skip_element();
    }
  }
  while (xml_.next() != Kind::finish) {
  }
  if (first_graph_line_ == 0) problems_.add(0, "expected a <graph> in <graphml>, got none");
  fill_defaults(document_.nodes, "node", &Key::node_datum);
  fill_defaults(document_.edges, "edge", &Key::edge_datum);
  return std::move(document_);
}

std::string DocumentReader::required_attribute(std::string_view name) {
  const std::string* const value = xml_.attribute(name);
  if (value != nullptr && !value->empty()) return *value;
  problems_.add(xml_.line(), fmt::format("expected <{} {}=\"…\">, got none", xml_.name(), name));
  return {};
}

/// All text inside the element that has just started, to its end.
std::string DocumentReader::content() {
  std::string text;
  int depth = 1;
  while (depth > 0) {
    const Kind kind = xml_.next();
    if (kind == Kind::start) ++depth;
    if (kind == Kind::end) --depth;
    if (kind == Kind::text) text += xml_.text();
  }
  return tidy(text);
}

void DocumentReader::read_key() {
  Key key;
  key.id = required_attribute("id");
  const std::string* domain = xml_.attribute("for");
  key.domain = domain != nullptr ? *domain : "all";
  if (const std::string* name = xml_.attribute("attr.name")) {
    key.node_datum = datum_called<NodeDatum>(*name, node_keys);
    key.edge_datum = datum_called<EdgeDatum>(*name, edge_keys);
  } else if (const std::string* type = xml_.attribute("yfiles.type")) {
    // yEd keeps the label of a node inside its drawing.
    if (*type == "nodegraphics") key.node_datum = NodeDatum::name;
  }
  for (Kind kind = xml_.next(); kind != Kind::end; kind = xml_.next()) {
    if (kind != Kind::start) continue;
    if (xml_.name() == "default") {
      key.default_text = content();
    } else {
      xml_.skip_element();
    }
  }
  keys_.push_back(std::move(key));
}

void DocumentReader::read_graph() {
  if (first_graph_line_ != 0) {
    problems_.stop(xml_.line(), fmt::format("expected one <graph>, got a second (the first is on "
                                            "line {}); keep one graph per file",
                                            first_graph_line_));
  }
  first_graph_line_ = xml_.line();
  for (Kind kind = xml_.next(); kind != Kind::end; kind = xml_.next()) {
    if (kind != Kind::start) continue;
    if (xml_.name() == "node") {
      read_node();
    } else if (xml_.name() == "edge") {
      read_edge();
    } else if (xml_.name() == "hyperedge") {
      problems_.add(xml_.line(),
                    "expected edges between two nodes, got a <hyperedge>; make it a "
                    "node (a switch or a hub) with an edge to each member");
      xml_.skip_element();
    } else {
      xml_.skip_element();
    }
  }
}

void DocumentReader::read_node() {
  GraphmlNode node;
  node.line = xml_.line();
  node.id = required_attribute("id");
  for (Kind kind = xml_.next(); kind != Kind::end; kind = xml_.next()) {
    if (kind != Kind::start) continue;
    if (xml_.name() == "data") {
      read_datum(node, "node", &Key::node_datum);
    } else if (xml_.name() == "graph") {
      problems_.add(xml_.line(), fmt::format("expected no <graph> inside the node {}; ungroup its "
                                             "nodes",
                                             in_quotes(node.id)));
      xml_.skip_element();
    } else {
      xml_.skip_element();
    }
  }
  document_.nodes.push_back(std::move(node));
}

void DocumentReader::read_edge() {
  GraphmlEdge edge;
  edge.line = xml_.line();
  edge.source = required_attribute("source");
  edge.target = required_attribute("target");
  for (Kind kind = xml_.next(); kind != Kind::end; kind = xml_.next()) {
    if (kind != Kind::start) continue;
    if (xml_.name() == "data") {
      read_datum(edge, "edge", &Key::edge_datum);
    } else {
      xml_.skip_element();
    }
  }
  document_.edges.push_back(std::move(edge));
}

/// The key that the <data> refers to; null and a problem when there is none.
const Key* DocumentReader::key_of_datum(std::string_view domain) {
  const std::string id = required_attribute("key");
  if (id.empty()) return nullptr;
  const auto found = std::find_if(keys_.begin(), keys_.end(), [&](const Key& key) {
    return key.id == id && (key.domain == domain || key.domain == "all");
  });
  if (found != keys_.end()) return &*found;
  problems_.add(xml_.line(), [&] {
    return fmt::format("expected a <key id={} for=\"{}\"> above, got none", in_quotes(id), domain);
  });
  return nullptr;
}

template <class Element, class Datum>
void DocumentReader::read_datum(Element& element, std::string_view domain,
                                std::optional<Datum> Key::*datum) {
  const Key* const key = key_of_datum(domain);
  if (key == nullptr || !(key->*datum)) return xml_.skip_element();
  std::string text = content();
  std::optional<std::string>& target = element[*(key->*datum)];
  if (!text.empty() && !target) target = std::move(text);
}

template <class Element, class Datum>
void DocumentReader::fill_defaults(std::vector<Element>& elements, std::string_view domain,
                                   std::optional<Datum> Key::*datum) const {
  for (const Key& key : keys_) {
    if (key.default_text.empty() || !(key.*datum)) continue;
    if (key.domain != domain && key.domain != "all") continue;
    for (Element& element : elements) {
      std::optional<std::string>& target = element[*(key.*datum)];
      if (!target) target = key.default_text;
    }
  }
}

}  // namespace

const GraphmlKey& key_of(NodeDatum datum) { return node_keys[static_cast<std::size_t>(datum)]; }
const GraphmlKey& key_of(EdgeDatum datum) { return edge_keys[static_cast<std::size_t>(datum)]; }

std::string graphml_keys_in_words() {
  return fmt::format(
      "What it may say, by the attr.name of its keys, of nodes: {}; of edges: {}. All else is not "
      "looked at.",
      in_words(node_keys), in_words(edge_keys));
}

GraphmlDocument read_graphml_document(std::string_view utf8, Problems& problems) {
  return DocumentReader(utf8, problems).read();
}

}  // namespace rippletank::topologies
