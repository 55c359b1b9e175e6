package dev.hashpost;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.JavaModifier.PROTECTED;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.constructors;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.hashpost.log.Event;
import dev.hashpost.log.RotatedFile;
import dev.hashpost.settings.Configured;
import dev.hashpost.settings.Settings;
import jakarta.persistence.Entity;
import jakarta.persistence.PersistenceException;
import jakarta.ws.rs.core.Application;
import java.io.FileDescriptor;
import java.util.stream.Stream;

/** What docs and reviews would otherwise have to repeat: which way dependencies run, and what belongs where. */
@AnalyzeClasses(packages = "dev.hashpost", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule settingsKnowNothingElse = packageKnowsOnly("settings");

    @ArchTest
    static final ArchRule metricsKnowOnlySettings = packageKnowsOnly("metrics", "settings");

    @ArchTest
    static final ArchRule logKnowsOnlySettings = packageKnowsOnly("log", "settings");

    @ArchTest
    static final ArchRule httpKnowsNoFeatureAndNoDatabase = packageKnowsOnly("http", "log", "metrics", "settings");

    @ArchTest
    static final ArchRule persistenceKnowsNoFeature =
            packageKnowsOnly("persistence", "http", "log", "metrics", "settings");

    @ArchTest
    static final ArchRule messageKnowsNoOtherFeature =
            packageKnowsOnly("message", "persistence", "http", "log", "metrics", "settings");

    @ArchTest
    static final ArchRule nothingThatIsShippedKnowsTheLauncher =
            noClasses().should().dependOnClassesThat().resideInAPackage("dev.hashpost.run..");

    @ArchTest
    static final ArchRule packagesFormNoCycle =
            slices().matching("dev.hashpost.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule namesSayWhatOrHow =
            noClasses().should().haveNameMatching(".*(Impl|Manager|Helper|Utils?|Dto|DTO|Base)(\\$.*)?");

    @ArchTest
    static final ArchRule jaxRsIsForResourcesAndHttp = noClasses()
            .that(resideOutsideOfPackages("dev.hashpost.http"))
            .and(not(simpleNameEndingWith("Resource")))
            .and(not(assignableTo(Application.class)))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta.ws.rs..");

    @ArchTest
    static final ArchRule jpaIsForStoresAndRows = noClasses()
            .that(not(describe("stores and rows", c -> c.getSimpleName().startsWith("Jpa") || isEntity(c))))
            .should()
            .dependOnClassesThat(resideInAnyPackage("jakarta.persistence..", "org.hibernate..")
                    .and(not(type(PersistenceException.class))));

    @ArchTest
    static final ArchRule jdbcIsForPersistence = noClasses()
            .that()
            .resideOutsideOfPackage("dev.hashpost.persistence")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "javax.sql..", "org.postgresql..", "org.flywaydb..");

    @ArchTest
    static final ArchRule nothingWritesToTheStandardStreams = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

    @ArchTest
    static final ArchRule onlyTheStartWritesPastTheLog = noClasses()
            .that(not(assignableTo(Start.class)))
            .should()
            .dependOnClassesThat()
            .areAssignableTo(FileDescriptor.class);

    @ArchTest
    static final ArchRule thereIsOneWayToLog = noClasses()
            .that(not(type(RotatedFile.class)))
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.util.logging");

    @ArchTest
    static final ArchRule onlyEventsAreLogged = noClasses()
            .that(not(type(Event.class)))
            .should()
            .callMethodWhere(target(owner(type(System.Logger.class))).and(target(nameMatching("log"))));

    @ArchTest
    static final ArchRule reflectionIsOnlyWhereThereIsNoOtherWay = noClasses()
            .that()
            .doNotHaveSimpleName("HttpListeners")
            .and()
            .doNotHaveSimpleName("RequestPools")
            .and()
            .doNotHaveSimpleName("RotatedFile")
            .and()
            .doNotHaveSimpleName("Signals")
            .and()
            .doNotHaveSimpleName("PayaraPool")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.lang.reflect");

    /** So that a bad setting stops the start. */
    @ArchTest
    static final ArchRule whatReadsSettingsIsMadeAtTheStart = constructors()
            .that(describe(
                    "take settings",
                    c -> c.getRawParameterTypes().stream().anyMatch(type -> type.isEquivalentTo(Settings.class))))
            .should()
            .beDeclaredInClassesThat()
            .implement(Configured.class);

    @ArchTest
    static final ArchRule entitiesAreMadeByJpaAlone =
            classes().that().areAnnotatedWith(Entity.class).should(haveAProtectedConstructorWithoutParameters());

    @ArchTest
    static final ArchRule entitiesHaveNoSetters = methods()
            .that()
            .areDeclaredInClassesThat()
            .areAnnotatedWith(Entity.class)
            .should()
            .haveNameNotMatching("set[A-Z].*");

    @ArchTest
    static final ArchRule fieldsAreNobodyElses =
            fields().that().areNotStatic().should().notBePublic();

    private static ArchRule packageKnowsOnly(String name, String... others) {
        String[] known = Stream.concat(Stream.of(name), Stream.of(others))
                .map(simpleName -> "dev.hashpost." + simpleName)
                .toArray(String[]::new);
        return classes()
                .that()
                .resideInAPackage("dev.hashpost." + name + "..")
                .should(onlyDependOnClassesThat(
                        resideOutsideOfPackages("dev.hashpost..").or(resideInAnyPackage(known))));
    }

    private static boolean isEntity(JavaClass type) {
        return type.isAnnotatedWith(Entity.class);
    }

    private static ArchCondition<JavaClass> haveAProtectedConstructorWithoutParameters() {
        return new ArchCondition<>("have a protected constructor without parameters") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean has = type.tryGetConstructor()
                        .filter(constructor -> constructor.getModifiers().contains(PROTECTED))
                        .isPresent();
                events.add(new SimpleConditionEvent(type, has, type.getName()));
            }
        };
    }
}
