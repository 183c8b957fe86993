"""The names of columns: what publishers, templates and exports call them, in five languages."""

from enum import StrEnum


class Column(StrEnum):
    """What a column says of a title."""

    ISBN = "isbn"
    OWN_ID = "own-id"
    PRINT_ISBN = "print-isbn"
    TITLE = "title"
    SUBTITLE = "subtitle"
    SERIES = "series"
    VOLUME = "volume"
    AUTHOR = "author"
    NARRATOR = "narrator"
    TRANSLATOR = "translator"
    EDITOR = "editor"
    ILLUSTRATOR = "illustrator"
    CONTRIBUTOR = "contributor"
    LANGUAGE = "language"
    PUBLISHER = "publisher"
    IMPRINT = "imprint"
    PUBLISHED_ON = "published-on"
    ON_SALE_ON = "on-sale-on"
    DESCRIPTION = "description"
    SHORT_DESCRIPTION = "short-description"
    BISAC = "bisac"
    THEMA = "thema"
    BIC = "bic"
    SUBJECT = "subject"
    KEYWORDS = "keywords"
    ABRIDGED = "abridged"
    UNABRIDGED = "unabridged"
    SYNTHETIC = "synthetic"
    DURATION = "duration"
    DURATION_MINUTES = "duration-minutes"
    DURATION_SECONDS = "duration-seconds"
    PAGES = "pages"
    FORM = "form"
    STATUS = "status"
    PRICE = "price"
    CURRENCY = "currency"
    TERRITORIES = "territories"


# Names as `columns.heading` makes them: lower case, no accents, no brackets, one space between words.
_NAMES = {
    Column.ISBN: (
        "isbn|isbn 13|isbn13|isbn 10|isbn10|ean|ean 13|ean13|ean code|isbn ean|isbn 13 ean|gtin|gtin 13|eisbn|"
        "e isbn|digital isbn|isbn digital|audio isbn|audiobook isbn|isbn audio|isbn audiobook|ebook isbn|"
        "e book isbn|isbn ebook|isbn e book|identifier|isbn or other identifier|isbn number|isbn nummer|isbn no|"
        "numero isbn|isbn horbuch|isbn livre audio|isbn audiolibro|isbn luisterboek|product isbn|isbn of product"
    ),
    Column.OWN_ID: (
        "record reference|recordreference|product id|product code|sku|own id|title id|internal id|publisher id|"
        "book id publisher|artikelnummer|artikel nr|artikelnr|bestellnummer|produktnummer|reference|"
        "reference interne|code article|referencia|referencia interna|artikelcode|bestelnummer"
    ),
    Column.PRINT_ISBN: (
        "print isbn|isbn print|printed isbn|p isbn|pisbn|hardcover isbn|paperback isbn|isbn printausgabe|"
        "isbn papier|isbn imprime|isbn impreso|isbn papel|isbn boek"
    ),
    Column.TITLE: (
        "title|book title|product title|titel|haupttitel|buchtitel|titre|titulo|titulo del libro|boektitel|"
        "full title|main title|title text"
    ),
    Column.SUBTITLE: "subtitle|sub title|untertitel|sous titre|subtitulo|ondertitel",
    Column.SERIES: (
        "series|series name|series title|reihe|reihentitel|reihenname|serie|collection|coleccion|reeks|name of series"
    ),
    Column.VOLUME: (
        "volume|volume in series|series number|number in series|series position|band|bandnummer|bandnr|"
        "reihennummer|tome|numero dans la serie|numero de serie|deel|deelnummer|volume number|vol"
    ),
    Column.AUTHOR: (
        "author|author name|author s|autor|autorin|autor in|autor innen|auteur|autores|autoren|auteurs|authors|"
        "written by|schrijver|schrijvers|verfasser|primary author|author names"
    ),
    Column.NARRATOR: (
        "narrator|narrators|narrator s|narrator name|reader|readers|read by|narrated by|sprecher|sprecherin|"
        "sprecher in|sprecher innen|gelesen von|vorleser|narrateur|narrateurs|narratrice|lu par|lecteur|narrador|"
        "narradores|leido por|locutor|verteller|vertellers|voorlezer|voorgelezen door|voice talent"
    ),
    Column.TRANSLATOR: (
        "translator|translators|translator s|translated by|ubersetzer|ubersetzerin|ubersetzung|ubersetzt von|"
        "traducteur|traducteurs|traductor|traductores|vertaler|vertalers"
    ),
    Column.EDITOR: "editor|editors|editor s|edited by|herausgeber|herausgeberin|editeur scientifique|redacteur",
    Column.ILLUSTRATOR: "illustrator|illustrators|illustrated by|illustrateur|ilustrador|illustratorin",
    Column.CONTRIBUTOR: "contributor|contributors|contributor s|mitwirkende|contributeurs|colaboradores|medewerkers",
    Column.LANGUAGE: "language|languages|language code|sprache|langue|idioma|lengua|taal|language of text|lang",
    Column.PUBLISHER: (
        "publisher|publisher name|verlag|verlagsname|editeur|maison d edition|editorial|editora|uitgever|"
        "uitgeverij|publishing house"
    ),
    Column.IMPRINT: "imprint|imprint name|marque|marque editoriale|sello|sello editorial|label",
    Column.PUBLISHED_ON: (
        "publication date|pub date|pubdate|publishing date|date of publication|published|published on|"
        "date published|publication|erscheinungsdatum|erscheinungstermin|et|veroffentlichungsdatum|"
        "date de publication|date de parution|parution|fecha de publicacion|publicatiedatum|verschijningsdatum|"
        "verschijndatum"
    ),
    Column.ON_SALE_ON: (
        "on sale date|onsale date|onsale|sale date|release date|street date|available from|digital release date|"
        "verkaufsstart|verkaufsdatum|erstverkaufstag|date de mise en vente|mise en vente|fecha de venta|"
        "fecha de lanzamiento|verkoopdatum|embargo|embargo date"
    ),
    Column.DESCRIPTION: (
        "description|long description|full description|main description|synopsis|blurb|summary|about the book|"
        "beschreibung|langbeschreibung|klappentext|inhalt|inhaltsangabe|resume|descripcion|sinopsis|beschrijving|"
        "samenvatting|product description|annotation"
    ),
    Column.SHORT_DESCRIPTION: (
        "short description|kurzbeschreibung|kurztext|description courte|resume court|descripcion corta|"
        "korte beschrijving"
    ),
    Column.BISAC: (
        "bisac|bisac code|bisac codes|bisac subject|bisac subject code|bisac subjects|bisac main|main bisac|"
        "bisac subject heading|bisac category"
    ),
    Column.THEMA: (
        "thema|thema code|thema codes|thema subject|thema subject code|thema subjects|thema klassifikation|"
        "clil thema|main thema"
    ),
    Column.BIC: "bic|bic code|bic codes|bic subject|bic subject code",
    Column.SUBJECT: (
        "subject|subjects|subject code|subject codes|subject heading|genre|genres|category|categories|kategorie|"
        "kategorien|warengruppe|sachgruppe|categorie|categories de livre|sujet|sujets|categoria|categorias|"
        "materia|onderwerp|rubriek"
    ),
    Column.KEYWORDS: (
        "keyword|keywords|schlagworte|schlagworter|stichworte|stichworter|mots cles|palabras clave|trefwoorden|"
        "search terms"
    ),
    Column.ABRIDGED: (
        "abridged|abridged unabridged|unabridged abridged|abridgement|is abridged|abridged flag|gekurzt|"
        "gekurzt ungekurzt|ungekurzt gekurzt|lesung|lesungsart|abrege|abreviado|ingekort"
    ),
    Column.UNABRIDGED: (
        "unabridged|is unabridged|ungekurzt|vollstandig|integral|version integrale|texte integral|integro|onverkort"
    ),
    Column.SYNTHETIC: (
        "synthetic voice|ai voice|ai narrated|ai narration|digital voice|virtual voice|ki stimme|ki sprecher|"
        "synthetische stimme|voix de synthese|voix synthetique|voz sintetica|voz ia|synthetische stem|ai stem"
    ),
    Column.DURATION: (
        "duration|runtime|run time|running time|playing time|length|total time|totaltime|audio length|laufzeit|"
        "spieldauer|dauer|gesamtlaufzeit|spielzeit|duree|duree totale|duracion|duracion total|speelduur|duur|"
        "afspeelduur"
    ),
    Column.DURATION_MINUTES: (
        "duration minutes|duration min|duration in minutes|runtime minutes|runtime min|length minutes|"
        "length in minutes|minutes|laufzeit minuten|laufzeit min|laufzeit in minuten|spieldauer minuten|"
        "dauer in minuten|duree minutes|duree en minutes|duracion minutos|duracion en minutos|speelduur minuten|"
        "running time minutes|dauer min|dauer minuten|duree min|runtime mins|total minutes"
    ),
    Column.DURATION_SECONDS: (
        "duration seconds|duration in seconds|runtime seconds|totaltimesecs|total seconds|length seconds|"
        "laufzeit sekunden|duree secondes|duracion segundos|duration sec|duration s"
    ),
    Column.PAGES: (
        "pages|page count|number of pages|num pages|seitenzahl|seiten|nombre de pages|paginas|numero de paginas|"
        "aantal pagina s|aantal paginas|paginas aantal"
    ),
    Column.FORM: (
        "format|product form|book format|product format|edition format|binding|form|produktform|einband|medium|"
        "support|formato|encuadernacion|verschijningsvorm|product type|produktart"
    ),
    Column.STATUS: "publishing status|publication status|lieferstatus|publishing status code",
    Column.PRICE: (
        "price|list price|retail price|rrp|srp|recommended retail price|preis|ladenpreis|verkaufspreis|vk preis|"
        "vk|preis brutto|preis netto|bruttopreis|nettopreis|prix|prix public|prix de vente|prix ttc|prix ht|"
        "precio|pvp|precio de venta|prijs|verkoopprijs|consumentenprijs|digital list price|price excluding tax|"
        "price including tax|price amount|list price excluding tax|list price including tax"
    ),
    Column.CURRENCY: "currency|currency code|price currency|wahrung|wahrungscode|devise|monnaie|moneda|divisa|valuta",
    Column.TERRITORIES: (
        "territories|territory|sales rights|territorial rights|sales territories|countries territories|"
        "verkaufsrechte|verkaufsgebiet|territorium|territorien|vertriebsgebiet|territoires|droits de vente|"
        "territorios|verkoopgebied|distribution rights"
    ),
}

COLUMN_OF = {name: column for column, names in _NAMES.items() for name in names.split("|")}
"""What a column says of a title, by its name."""
