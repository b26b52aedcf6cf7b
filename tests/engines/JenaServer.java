// Apache Jena's query engine, whose Debian package has no server, behind the SPARQL 1.1 Protocol.
// For the tests alone: a dataset in memory on a free loopback port, printed as the first line.
// Arguments: "union" lets the default graph be the union of all named graphs; "token=X" asks for
// that bearer token. POST to /ds/stop ends all running queries.

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.apache.jena.query.Dataset;
import org.apache.jena.query.DatasetFactory;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryExecution;
import org.apache.jena.query.QueryExecutionFactory;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.QueryParseException;
import org.apache.jena.query.ReadWrite;
import org.apache.jena.query.ResultSetFormatter;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.sparql.core.DatasetDescription;
import org.apache.jena.sparql.core.DynamicDatasets;
import org.apache.jena.update.UpdateAction;

public class JenaServer {
    static final Dataset DATA = DatasetFactory.createTxnMem();
    static final Set<QueryExecution> RUNNING = ConcurrentHashMap.newKeySet();
    static boolean union = false;
    static String token = "";

    public static void main(String[] arguments) throws IOException {
        for (String argument : arguments) {
            union = union || argument.equals("union");
            token = argument.startsWith("token=") ? argument.substring(6) : token;
        }
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 16);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/ds/query", exchange -> serve(exchange, false));
        server.createContext("/ds/update", exchange -> serve(exchange, true));
        server.createContext("/ds/stop", exchange -> {
            RUNNING.forEach(QueryExecution::abort);
            send(exchange, 204, "text/plain", new byte[0]);
        });
        server.start();
        System.out.println(server.getAddress().getPort());
        System.out.flush();
    }

    static void serve(HttpExchange exchange, boolean isUpdate) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String said = exchange.getRequestHeaders().getFirst("Authorization");
        if (!token.isEmpty() && !("Bearer " + token).equals(said)) {
            send(exchange, 401, "text/plain", "who are you".getBytes(StandardCharsets.UTF_8));
            return;
        }
        DATA.begin(isUpdate ? ReadWrite.WRITE : ReadWrite.READ);
        try {
            if (isUpdate) {
                UpdateAction.parseExecute(body, DATA);
                DATA.commit();
                send(exchange, 204, "text/plain", new byte[0]);
            } else {
                answer(exchange, body);
            }
        } catch (QueryParseException error) {
            send(exchange, 400, "text/plain", error.getMessage().getBytes(StandardCharsets.UTF_8));
        } catch (RuntimeException error) {
            send(exchange, 500, "text/plain", error.toString().getBytes(StandardCharsets.UTF_8));
        } finally {
            DATA.end();
        }
    }

    static void answer(HttpExchange exchange, String form) throws IOException {
        String text = "";
        List<String> defaultGraphs = new ArrayList<>();
        List<String> namedGraphs = new ArrayList<>();
        for (String pair : form.split("&")) {
            String[] parts = pair.split("=", 2);
            String value = URLDecoder.decode(parts[1], StandardCharsets.UTF_8);
            switch (parts[0]) {
                case "query" -> text = value;
                case "default-graph-uri" -> defaultGraphs.add(value);
                case "named-graph-uri" -> namedGraphs.add(value);
                default -> throw new IllegalArgumentException(parts[0]);
            }
        }
        Query query = QueryFactory.create(text);
        Dataset data = DATA;
        if (!defaultGraphs.isEmpty() || !namedGraphs.isEmpty()) {
            // SPARQL 1.1 Protocol, 2.1.4: what the request names wins over FROM.
            query.getGraphURIs().clear();
            query.getNamedGraphURIs().clear();
            data = DynamicDatasets.dynamicDataset(
                DatasetDescription.create(defaultGraphs, namedGraphs), DATA, false);
        } else if (union && !query.hasDatasetDescription()) {
            data = DynamicDatasets.dynamicDataset(
                DatasetDescription.create(names(), names()), DATA, false);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String type = "application/sparql-results+json";
        QueryExecution run = QueryExecutionFactory.create(query, data);
        RUNNING.add(run);
        try (run) {
            if (query.isSelectType()) {
                ResultSetFormatter.outputAsJSON(out, run.execSelect());
            } else if (query.isAskType()) {
                ResultSetFormatter.outputAsJSON(out, run.execAsk());
            } else {
                type = "application/n-triples";
                RDFDataMgr.write(
                    out,
                    query.isConstructType() ? run.execConstruct() : run.execDescribe(),
                    Lang.NTRIPLES);
            }
        } finally {
            RUNNING.remove(run);
        }
        send(exchange, 200, type, out.toByteArray());
    }

    static List<String> names() {
        List<String> names = new ArrayList<>();
        DATA.listNames().forEachRemaining(names::add);
        return names;
    }

    static void send(HttpExchange exchange, int status, String type, byte[] body)
        throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
