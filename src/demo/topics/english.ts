import type { Topic } from './topic.ts'

/** Topics of users who write in English. */
export const englishTopics: readonly Topic[] = [
  {
    area: 'orders',
    questions: ['Where is my order {order}?', 'Order {order} was due yesterday and is still not here. Any news?'],
    answers: [
      'Order {order} left our warehouse and is on its way to {city}. The carrier expects to deliver it within {days} working days. You can follow it with the tracking link in your confirmation email.',
      'I looked up {order}: the parcel is at the sorting centre in {city}. It was delayed by heavy traffic and should reach you in {days} days at the latest.',
    ],
  },
  {
    area: 'orders',
    questions: ['How do I return the {product}?', 'The {product} is not what I expected, can I send it back?'],
    answers: [
      'You can return the {product} within 30 days, unused and in its box. Open "My orders", choose {order} and then "Return item". We send you a label at once and refund {amount} as soon as the parcel arrives.',
    ],
  },
  {
    area: 'orders',
    questions: [
      'The {product} arrived broken. What now? I attached a photo.',
      'My {product} came with a crack in it, see the picture.',
    ],
    answers: [
      'I am sorry about that, and thank you for the photo. I have noted the damage for order {order}. We can send a new {product} today or refund {amount}. Which would you prefer?',
    ],
    attachment: 'Image',
  },
  {
    area: 'orders',
    questions: [
      'Can I still change the delivery address of {order}?',
      'I moved to {city} last week, please send {order} there.',
    ],
    answers: [
      'Yes, as long as the parcel has not left the warehouse. {order} is still being packed, so please enter the new address under "My orders" in the next two hours.',
      'The address of {order} is now the one in {city}. The new delivery date is {days} days from today.',
    ],
  },
  {
    area: 'orders',
    questions: ['I need an invoice with our VAT number for {order}', 'Could you correct the invoice of {order}?'],
    answers: [
      'Of course. Add the VAT number under "Billing details" and choose "Issue again" beside {order}. The corrected invoice over {amount} is sent to your email address within a few minutes.',
    ],
    attachment: 'File',
  },
  {
    area: 'orders',
    questions: ['When will I get my refund of {amount}?', 'You got my parcel back days ago. Where is my money?'],
    answers: [
      'The refund of {amount} for {order} was released this morning. Banks usually need {days} working days until it shows up on your account.',
    ],
  },
  {
    area: 'orders',
    questions: ['How long is the warranty on the {product}?', 'Is my {product} still under warranty?'],
    answers: [
      'The {product} has a warranty of two years from the day of delivery. It covers faults of material and manufacture, but not batteries that have simply aged. Keep the invoice of {order} as proof.',
    ],
  },
  {
    area: 'account',
    questions: ['I forgot my password', 'The link to reset my password does not work any more'],
    answers: [
      'Choose "Forgot password" on the sign-in page and enter your email address. The link that you receive is valid for 30 minutes and works once. If nothing arrives, please look into your spam folder.',
      'I have just sent you an email with a new link. It is valid for 30 minutes. Please open it on the device on which you want to sign in.',
    ],
  },
  {
    area: 'account',
    questions: ['I have a new phone and cannot get past two-factor sign-in', 'How do I move my authenticator app?'],
    answers: [
      'Use one of the ten backup codes from when you turned on two-factor sign-in. After that, open "Security", remove the old phone and scan the QR code with the new one.',
    ],
  },
  {
    area: 'account',
    questions: ['How can I change my email address?', 'Please update the email on my account'],
    answers: [
      'Open "Profile", choose "Email" and enter the new address. We send a code to both the old and the new address, and the change takes effect once you have entered both.',
    ],
  },
  {
    area: 'account',
    questions: ['Please delete my account and all my data', 'What do you store about me? Can I get a copy?'],
    answers: [
      'Under "Privacy" you can download everything that we store about you, and delete your account. Deleting takes {days} days, during which you can still change your mind. Invoices are kept as long as the law asks for.',
    ],
  },
  {
    area: 'account',
    questions: ['My card was declined but the money is gone', 'Payment failed twice, was I charged {amount} twice?'],
    answers: [
      'You were not charged. Your bank has only reserved {amount} and frees the sum within {days} days. Please try again with 3-D Secure switched on, or pay by transfer.',
    ],
  },
  {
    area: 'sales',
    questions: ['What is the difference between Basic and Pro?', 'Which plan suits a team of twelve?'],
    answers: [
      'Basic has one workspace and five seats. Pro adds unlimited workspaces, single sign-on and support within four hours. For a team of twelve, Pro costs {amount} a month, and you can try it for 14 days.',
    ],
  },
  {
    area: 'sales',
    questions: ['Do you give a discount for schools?', 'Is there a discount if we order 50 pieces of the {product}?'],
    answers: [
      'Yes: schools, universities and charities get 30 %, and any order of 50 pieces or more gets 12 %. I can prepare an offer, to which address may I send it?',
    ],
  },
  {
    area: 'sales',
    questions: ['Is the {product} in stock in {city}?', 'When will the {product} be available again?'],
    answers: [
      'Our shop in {city} has three of the {product} left. Online it is back in stock in {days} days. Shall I reserve one for you?',
    ],
  },
  {
    area: 'sales',
    questions: ['Can I see a demo before we decide?', 'Could someone from your team call me about an offer?'],
    answers: [
      'Gladly. There are free slots tomorrow at 10:00 and 15:30, and a demo takes about 30 minutes. Which one suits you?',
    ],
  },
  {
    area: 'it',
    questions: ['VPN keeps disconnecting every few minutes', 'I cannot reach the VPN from {city}'],
    answers: [
      'I checked your device: its VPN client is two versions behind. Please install the update from the software centre, restart, and choose the gateway nearest to {city}. The ticket stays open until you confirm that it works.',
    ],
  },
  {
    area: 'it',
    questions: ['The printer on the third floor prints blank pages', 'Printer says "offline" although it is on'],
    answers: [
      'I restarted the print queue and sent a test page, which came out fine. If yours are still blank, please replace the black cartridge, which is at 4 %. There are spare ones in the copy room.',
    ],
  },
  {
    area: 'it',
    questions: [
      'Our API calls return 429 since this morning, log attached',
      'What is the rate limit of the API? We get errors, see the file.',
    ],
    answers: [
      'Your key allows 600 requests a minute. The log shows bursts of about 900. Please wait for the seconds given in the `Retry-After` header and spread the calls. I can also ask for a higher limit.',
    ],
    attachment: 'File',
  },
  {
    area: 'it',
    questions: ['Please give me access to the finance folder', 'I need write access to the shared drive of {city}'],
    answers: [
      'I have asked the owner of the folder to approve this. You get an email as soon as it is done, usually within {days} hours.',
    ],
  },
  {
    area: 'it',
    questions: ['My laptop battery lasts only an hour', 'Laptop gets very hot and the fan never stops'],
    answers: [
      'The diagnosis shows a battery at 61 % of its original capacity, which counts as worn out. I have ordered a new one for you. It arrives in {days} days and takes ten minutes to change.',
    ],
  },
  {
    area: 'thanks',
    questions: ['Thanks, that helped!', 'Great, thank you 🙏', 'ok thx', 'Perfect, that is all for today'],
    answers: ["You're welcome! Is there anything else I can do for you?", 'Glad to help. Have a nice day!'],
  },
]
