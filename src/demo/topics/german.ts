import type { Topic } from './topic.ts'

/** Topics of users who write in German. */
export const germanTopics: readonly Topic[] = [
  {
    area: 'orders',
    questions: ['Wo bleibt meine Bestellung {order}?', 'Laut Mail sollte {order} gestern kommen. Wo ist das Paket?'],
    answers: [
      'Ihre Bestellung {order} hat unser Lager verlassen und ist unterwegs nach {city}. Sie sollte in {days} Werktagen bei Ihnen sein. Den Link zur Sendungsverfolgung finden Sie in der Versandbestätigung.',
    ],
  },
  {
    area: 'orders',
    questions: ['Wie kann ich {product} zurückschicken?', 'Ich möchte {product} zurückgeben, was muss ich tun?'],
    answers: [
      'Sie haben 30 Tage Zeit. Wählen Sie unter „Meine Bestellungen“ die Nummer {order} und dann „Artikel zurücksenden“. Das Etikett kommt sofort per E-Mail, und wir erstatten {amount}, sobald das Paket da ist.',
    ],
  },
  {
    area: 'orders',
    questions: ['Die Lieferung ist beschädigt, Foto anbei', 'Auf dem Bild sieht man den Kratzer. Bitte um Ersatz!'],
    answers: [
      'Das tut mir leid. Ich habe den Schaden zu {order} aufgenommen, vielen Dank für das Foto. Möchten Sie Ersatz, oder sollen wir Ihnen {amount} erstatten?',
    ],
    attachment: 'Image',
  },
  {
    area: 'orders',
    questions: [
      'Ich brauche die Rechnung zu {order} noch einmal',
      'Auf der Rechnung zu {order} fehlt unsere USt-IdNr.',
    ],
    answers: [
      'Gern. Ergänzen Sie die USt-IdNr. unter „Rechnungsdaten“ und klicken Sie bei {order} auf „Neu ausstellen“. Die Rechnung über {amount} kommt dann in wenigen Minuten per E-Mail.',
    ],
    attachment: 'File',
  },
  {
    area: 'orders',
    questions: ['Kann ich die Lieferadresse noch ändern?', 'Bitte {order} nach {city} liefern statt nach Hause'],
    answers: [
      'Ja, {order} wird gerade erst gepackt. Ich habe die neue Adresse vorgemerkt, die Lieferung nach {city} dauert {days} Werktage.',
    ],
  },
  {
    area: 'orders',
    questions: ['Wann wird die Ware nachgeliefert?', 'Von {order} fehlt die Hälfte!'],
    answers: [
      'Ihre Bestellung wurde in zwei Paketen verschickt. Das zweite ist heute in {city} angekommen und wird in {days} Tagen zugestellt. Weitere Versandkosten entstehen Ihnen nicht.',
    ],
  },
  {
    area: 'account',
    questions: ['Passwort vergessen, was nun?', 'Der Link zum Zurücksetzen des Passworts geht nicht'],
    answers: [
      'Klicken Sie auf der Anmeldeseite auf „Passwort vergessen“. Der Link gilt 30 Minuten und nur ein einziges Mal. Falls nichts ankommt, sehen Sie bitte auch im Spam-Ordner nach.',
    ],
  },
  {
    area: 'account',
    questions: ['Wie kündige ich mein Abo?', 'Ich möchte zum Monatsende kündigen'],
    answers: [
      'Unter „Mein Konto“ und „Abo verwalten“ können Sie jederzeit zum Monatsende kündigen. Bis dahin nutzen Sie alles wie bisher. Die Bestätigung kommt per E-Mail.',
    ],
  },
  {
    area: 'account',
    questions: ['Welche Daten haben Sie über mich gespeichert?', 'Bitte löschen Sie mein Konto nach DSGVO'],
    answers: [
      'Unter „Datenschutz“ können Sie alle Daten herunterladen und das Konto löschen. Die Löschung dauert {days} Tage. Rechnungen müssen wir zehn Jahre lang aufbewahren.',
    ],
  },
  {
    area: 'account',
    questions: ['Warum wurden {amount} zweimal abgebucht?', 'Meine Karte wird abgelehnt'],
    answers: [
      'Die Bank hat den Betrag von {amount} nur vorgemerkt, abgebucht wurde er nicht doppelt. Die Vormerkung verfällt nach {days} Tagen. Sie können auch per Rechnung zahlen.',
    ],
  },
  {
    area: 'sales',
    questions: ['Was kostet Pro für zehn Personen?', 'Lohnt sich der Wechsel von Basic auf Pro?'],
    answers: [
      'Für zehn Personen kostet Pro {amount} im Monat. Dazu gehören beliebig viele Arbeitsbereiche, Single Sign-on und Hilfe innerhalb von vier Stunden. 14 Tage können Sie es kostenlos testen.',
    ],
  },
  {
    area: 'sales',
    questions: ['Gibt es Mengenrabatt?', 'Wir brauchen 80 Stück, welchen Preis können Sie machen?'],
    answers: [
      'Ab 50 Stück geben wir 12 %, ab 200 Stück 18 %. Ich bereite Ihnen gern ein Angebot vor. An welche Adresse darf ich es senden?',
    ],
  },
  {
    area: 'sales',
    questions: ['Ist der Artikel in {city} vorrätig?', 'Wann habt ihr wieder Ware da?'],
    answers: [
      'In {city} sind noch drei Stück da, online ist die Ware in {days} Tagen wieder lieferbar. Soll ich reservieren?',
    ],
  },
  {
    area: 'sales',
    questions: ['Kann mich jemand zurückrufen?', 'Ich hätte gern einen Termin für eine Vorführung'],
    answers: [
      'Sehr gern. Morgen um 10:00 und um 15:30 Uhr ist noch etwas frei, es dauert etwa 30 Minuten. Was passt Ihnen?',
    ],
    attachment: 'Voice',
  },
  {
    area: 'sales',
    questions: ['Liefert ihr auch in die Schweiz?', 'Was kostet der Versand nach Österreich?'],
    answers: [
      'Ja. Nach Österreich kostet der Versand 9,90 €, in die Schweiz 24,90 € samt Verzollung. Ab 250 € liefern wir frei Haus. Die Lieferung dauert {days} Werktage.',
    ],
  },
  {
    area: 'thanks',
    questions: ['Danke, hat geklappt!', 'Super, vielen Dank', 'Alles klar, danke', 'Passt, schönen Tag noch'],
    answers: ['Gern geschehen! Kann ich sonst noch etwas für Sie tun?', 'Freut mich. Einen schönen Tag noch!'],
  },
]
