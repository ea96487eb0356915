package io.millrace.archiver.access.testing;

import io.millrace.archiver.access.connection.Json;
import io.millrace.archiver.access.row.PageRequest;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Makes arguments for any method of a repository: plausible ones, but for one text, which the test gives. Texts are counted from
 * 0 in the order of parameters and, within records, of components. One thread; for one call.
 */
public final class ArgumentMaker {
    /** What a parameter or component of that name is checked for. */
    private static final Map<String, Object> BY_NAME = Map.ofEntries(
            Map.entry("signalType", "BUY"),
            Map.entry("action", "BUY"),
            Map.entry("side", "BUY"),
            Map.entry("orderType", "MARKET"),
            Map.entry("outcome", "WIN"),
            Map.entry("result", "WIN"),
            Map.entry("severity", "LOW"),
            Map.entry("serviceType", "breeze"),
            Map.entry("jobType", "backtest"),
            Map.entry("configType", "trading"),
            Map.entry("patternType", "REVERSAL"),
            Map.entry("levelType", "SUPPORT"),
            Map.entry("direction", "BULLISH"),
            Map.entry("trend", "BULLISH"),
            Map.entry("riskLevel", "LOW"),
            Map.entry("volumeTrend", "STABLE"),
            Map.entry("category", "TREND"),
            Map.entry("email", "bob@example.org"),
            Map.entry("symbol", "ACME"),
            Map.entry("exchange", "NSE"),
            Map.entry("baseAsset", "BTC"),
            Map.entry("sessionToken", "0123456789-fedcba"),
            Map.entry("after", ""),
            Map.entry("trades", new Json("[]")),
            Map.entry("equityCurve", new Json("[]")));

    private static final Instant TIME = Instant.parse("2026-05-04T10:00:00Z");

    private final int hostilePlace;
    private final String hostile;
    private int texts;
    private int later;

    /** Puts a text into one place; none where the place is below zero. */
    public ArgumentMaker(int hostilePlace, String hostile) {
        this.hostilePlace = hostilePlace;
        this.hostile = hostile;
    }

    /** How many texts a method takes. */
    public static int countTexts(Class<?> repository, Method method) {
        ArgumentMaker maker = new ArgumentMaker(-1, "");
        maker.arguments(repository, method);
        return maker.texts;
    }

    /** Arguments for a method that a class has, be it of its own or of the one above. */
    public Object[] arguments(Class<?> repository, Method method) {
        Type[] types = method.getGenericParameterTypes();
        Parameter[] parameters = method.getParameters();
        Object[] arguments = new Object[types.length];
        for (int i = 0; i < types.length; i++) {
            arguments[i] = make(repository, types[i], parameters[i].getName(), method.getName());
        }
        return arguments;
    }

    private Object make(Class<?> repository, Type type, String name, String where) {
        if (type instanceof ParameterizedType list) {
            return List.of(make(repository, list.getActualTypeArguments()[0], name, where));
        }
        Class<?> plain = (Class<?>) resolve(type, repository);
        if (plain == String.class) {
            return text(name, where);
        }
        if (plain == Json.class) {
            String json = text(name, where);
            return json.equals(hostile) && texts - 1 == hostilePlace
                    ? new Json(hostile)
                    : BY_NAME.getOrDefault(name, Json.EMPTY_OBJECT);
        }
        if (plain == PageRequest.class) {
            return new PageRequest(10, text("after", where));
        }
        if (plain.isRecord()) {
            return record(repository, plain);
        }
        return switch (plain.getSimpleName()) {
            case "long", "Long" -> 1L;
            case "int", "Integer" -> name.equals("quantity") ? 2 : 1;
            case "double", "Double" -> 0.5;
            case "boolean", "Boolean" -> true;
            case "UUID" -> UUID.randomUUID();
            case "Instant" -> TIME.plusSeconds(later++);
            case "Duration" -> Duration.ofHours(1);
            case "BigDecimal" -> name.equals("filledQuantity") ? BigDecimal.ZERO : BigDecimal.TEN;
            default -> throw new IllegalStateException("no argument for " + type + " " + name);
        };
    }

    private Object record(Class<?> repository, Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = Arrays.stream(components)
                .map(component -> optional(component)
                        ? null
                        : make(repository, component.getGenericType(), component.getName(), type.getSimpleName()))
                .toArray();
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new));
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** References to rows and figures that only fit together; the texts stay. */
    private static boolean optional(RecordComponent component) {
        return List.of(
                                "backgroundJobId",
                                "signalId",
                                "price",
                                "stopPrice",
                                "averagePrice",
                                "dataFrom",
                                "dataTo",
                                "periodStart",
                                "periodEnd")
                        .contains(component.getName())
                && !component.getDeclaringRecord().getSimpleName().equals("TradingLevel");
    }

    private String text(String name, String where) {
        if (texts++ == hostilePlace) {
            return hostile;
        }
        if (name.equals("status")) {
            return switch (where) {
                case "updateJobStatus", "getJobsByStatus" -> "running";
                case "record" -> "healthy";
                case "OrderState" -> "NEW";
                default -> "COMPLETED";
            };
        }
        if (name.equals("userId") && where.equals("ensureProfile")) {
            return UUID.randomUUID().toString();
        }
        if (name.equals("tradeId")) {
            return "BTC_20260101_000000_" + String.format("%08x", System.nanoTime() & 0xffff_ffffL);
        }
        if (name.equals("errorMessage")) {
            return null;
        }
        if (name.equals("signal") && where.equals("TechnicalIndicator")) {
            return "BUY";
        }
        if (name.equals("signal")) {
            return "HOLD";
        }
        return BY_NAME.get(name) instanceof String known ? known : "plain";
    }

    /** What stands for the type variables of the class above: the row and the id of this repository. */
    private static Type resolve(Type type, Class<?> repository) {
        if (type instanceof TypeVariable<?> variable) {
            ParameterizedType above = (ParameterizedType) repository.getGenericSuperclass();
            List<TypeVariable<?>> variables = List.of(((Class<?>) above.getRawType()).getTypeParameters());
            return above.getActualTypeArguments()[variables.indexOf(variable)];
        }
        return type;
    }
}
